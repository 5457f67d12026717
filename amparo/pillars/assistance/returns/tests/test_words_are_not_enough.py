"""What can only be met, and fitness to travel, rest on a document or a record of a colleague."""

from io import BytesIO

import pytest

from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.gates.models import GateDecision
from amparo.pillars.assistance.models import Attachment
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import Booking, Counselling

from . import ways

pytestmark = pytest.mark.django_db
SCREENING = "screening_without_fear"


def gates(journey, kind):
    return [gate for gate in journey.gates if gate.kind == kind]


def decide(journey, kind, by, **shown):
    return journey.settle(gates(journey, kind)[0], by=by, met=True, words="ok", **shown)


@pytest.mark.parametrize("kind", [*sorted(rules.ONLY_MET), rules.FITNESS])
def test_ok_settles_nothing(with_child, supervisor, other_team, caseworker, kind):
    with_child.will_be_received_by(other_team, by=caseworker)
    ways.planned(with_child)
    with pytest.raises(Refusal, match="Words alone are not enough"):
        decide(with_child, kind, supervisor)
    decide(with_child, kind, supervisor, paper=ways.paper(with_child.case))
    gate = gates(with_child, kind)[0]
    assert gate.state == "met"


def test_where_nothing_is_there_it_says_so(journey, caseworker):
    ways.planned(journey)
    with pytest.raises(Refusal, match="neither a document in this case nor a record"):
        decide(journey, rules.ASYLUM, caseworker)


def test_where_a_document_is_there_it_asks_to_choose_it(client, journey, caseworker):
    ways.paper(ways.planned(journey).case)
    gate = gates(journey, rules.ASYLUM)[0]
    with pytest.raises(Refusal, match="Words alone are not enough"):
        decide(journey, rules.ASYLUM, caseworker)
    client.force_login(caseworker)
    page = client.get(f"/returns/{journey.ref}/gates/{gate.ref}/").content.decode()
    assert "neither a document in this case" not in page


def test_a_document_of_another_case_shows_nothing(cast, journey, caseworker):
    other = cast.open_case(person=cast._person(given_names="Elena"))
    with pytest.raises(Refusal, match="not in the case"):
        decide(ways.planned(journey), rules.ASYLUM, caseworker, paper=ways.paper(other))


def test_a_screening_counts_when_somebody_other_than_the_counsellor_held_it(
    journey, caseworker, colleague
):
    mine = ways.screened(ways.planned(journey).case, by=caseworker)
    with pytest.raises(Refusal, match="does not show it"):
        decide(journey, rules.ASYLUM, caseworker, record=(SCREENING, mine))
    afraid = ways.screened(journey.case, by=colleague, asylum_wish=True)
    with pytest.raises(Refusal, match="does not show it"):
        decide(journey, rules.ASYLUM, caseworker, record=(SCREENING, afraid))
    hers = ways.screened(journey.case, by=colleague)
    decide(journey, rules.ASYLUM, caseworker, record=(SCREENING, hers))
    assert gates(journey, rules.ASYLUM)[0].state == "met"


def test_what_a_gate_rests_on_must_still_be_there_when_it_is_booked(journey, caseworker):
    ways.settle(ways.planned(journey))
    ways.paper(journey.case).remove(by=caseworker, because="Not hers.")
    with pytest.raises(Refusal, match="Wish for asylum: it rests on words alone"):
        Booking.make(journey, by=caseworker)


def test_what_was_met_on_words_before_is_settled_again(journey, caseworker):
    ways.settle(ways.planned(journey))
    GateDecision.objects.filter(gate__kind=rules.SAFETY).update(paper=None)
    with pytest.raises(Refusal, match="Safety of the place of return: it rests on words alone"):
        Booking.make(journey, by=caseworker)


def test_who_counsels_later_is_no_longer_somebody_else(journey, caseworker, colleague):
    hers = ways.screened(ways.planned(journey).case, by=colleague)
    decide(journey, rules.ASYLUM, caseworker, record=(SCREENING, hers))
    ways.settle(journey)
    Counselling.hold(
        journey, by=colleague, held_on=journey.case.office.today(), language="es",
        explained=ways.CHECKS,
    )  # fmt: skip
    with pytest.raises(Refusal, match="Wish for asylum: it rests on words alone"):
        Booking.make(journey, by=caseworker)


def test_the_form_offers_what_may_be_chosen(client, journey, caseworker, colleague):
    ways.planned(journey)
    gate = gates(journey, rules.ASYLUM)[0]
    address = f"/returns/{journey.ref}/gates/{gate.ref}/"
    client.force_login(caseworker)
    assert "neither a document in this case" in client.get(address).content.decode()
    answer = client.post(address, {"met": "yes", "words": "ok"})
    assert answer.status_code == 422
    hers = ways.screened(journey.case, by=colleague)
    page = client.get(address).content.decode()
    assert colleague.name in page
    said = {"met": "yes", "words": "She asked her alone.", "record": hers.ref.hex}
    assert client.post(address, said).status_code == 303
    shown = client.get(f"/returns/{journey.ref}/").content.decode()
    assert "Screening: no wish for asylum, no fear of return" in shown


def test_a_harmful_document_shows_nothing(journey, caseworker):
    ways.planned(journey)
    text = b"signed"
    kept = Attachment.keep(
        journey.case, by=caseworker, paper=validate_upload("a.txt", "text/plain", 6, BytesIO(text))
    )
    Attachment.objects.filter(pk=kept.pk).update(verdict="infected")
    with pytest.raises(Refusal, match="not in the case"):
        decide(journey, rules.ASYLUM, caseworker, paper=kept)
