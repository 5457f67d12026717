"""No check is met by words alone: each takes its type of evidence, and a document its issuer."""

from datetime import timedelta
from io import BytesIO

import pytest

from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Attachment
from amparo.pillars.assistance.pathways.checks import EvidenceType, has_requirement
from amparo.pillars.assistance.pathways.extension_points import check_kinds
from amparo.pillars.assistance.pathways.models import CheckResult
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import Booking, Counselling

from . import ways

pytestmark = pytest.mark.django_db
ON_PAPER = (rules.ASYLUM, rules.SAFETY, rules.SHARING, rules.BEST_INTERESTS)


def checks(journey, kind):
    return [check for check in journey.checks if check.kind == kind]


def decide(journey, kind, by, **shown):
    check = checks(journey, kind)[-1]
    return journey.settle(check, by=by, met=True, text="ok", **shown)


@pytest.mark.parametrize("kind", rules.IN_ORDER)
def test_each_check_names_its_type_of_evidence_and_nothing_rests_on_words(kind):
    of_kind = check_kinds[kind]
    assert of_kind.evidence in EvidenceType
    assert has_requirement(kind) if of_kind.is_computed else of_kind.to_do


def test_what_is_computed_is_computed_from_something():
    computed = [kind.name for kind in check_kinds.values() if kind.is_computed]
    assert [name for name in computed if not has_requirement(name)] == []


@pytest.mark.parametrize("kind", ON_PAPER)
def test_ok_settles_nothing(with_child, supervisor, other_team, caseworker, kind):
    with_child.set_receiving_office(other_team, by=caseworker)
    ways.planned(with_child)
    for each in with_child.going():
        ways.permitted(each)
    with pytest.raises(Refusal, match="Words alone are not enough"):
        decide(with_child, kind, supervisor)
    decide(with_child, kind, supervisor, **ways.shown(with_child.case))
    assert checks(with_child, kind)[-1].state == "met"


def test_of_voluntariness_no_document_says_anything(journey, supervisor):
    ways.planned(journey)
    with pytest.raises(Refusal, match="Words alone are not enough"):
        decide(journey, rules.VOLUNTARINESS, supervisor)
    with pytest.raises(Refusal, match="not in the case"):
        decide(journey, rules.VOLUNTARINESS, supervisor, **ways.shown(journey.case))


def test_travel_documents_are_computed_from_the_documents(journey, caseworker):
    ways.decided(journey)
    with pytest.raises(Refusal, match="No travel document"):
        decide(journey, rules.DOCUMENTS, caseworker)
    ways.seen(journey.travellers.get())
    decide(journey, rules.DOCUMENTS, caseworker)
    assert checks(journey, rules.DOCUMENTS)[0].state == "met"


@pytest.mark.parametrize(
    ("left_out", "why"),
    [
        ({"issuer": " "}, "who issued the document"),
        ({"issued_on": None}, "the date that it bears"),
    ],
)
def test_a_document_names_its_issuer_and_its_date(journey, supervisor, left_out, why):
    ways.planned(journey)
    with pytest.raises(Refusal, match=why):
        decide(journey, rules.SAFETY, supervisor, **ways.shown(journey.case) | left_out)
    assert not CheckResult.objects.filter(required_check__kind=rules.SAFETY).exists()


def test_a_document_is_not_dated_in_the_future(journey, supervisor):
    ways.planned(journey)
    tomorrow = journey.case.office.today() + timedelta(days=1)
    with pytest.raises(Refusal, match="in the future"):
        decide(
            journey, rules.SAFETY, supervisor, **ways.shown(journey.case) | {"issued_on": tomorrow}
        )


def test_where_nothing_is_there_it_says_what_to_do(journey, caseworker):
    ways.planned(journey)
    with pytest.raises(Refusal, match=r"Neither a document .* decision of the asylum authority"):
        decide(journey, rules.ASYLUM, caseworker)


def test_where_a_document_is_there_it_asks_to_choose_it(client, journey, caseworker):
    ways.paper(ways.planned(journey).case)
    check = checks(journey, rules.ASYLUM)[0]
    with pytest.raises(Refusal, match="Words alone are not enough"):
        decide(journey, rules.ASYLUM, caseworker)
    client.force_login(caseworker)
    page = client.get(f"/returns/{journey.ref}/checks/{check.ref}/").content.decode()
    assert "Neither a document in this case" not in page


def test_a_document_of_another_case_shows_nothing(cast, journey, caseworker):
    other = cast.open_case(person=cast._person(given_names="Elena"))
    with pytest.raises(Refusal, match="not in the case"):
        decide(ways.planned(journey), rules.ASYLUM, caseworker, **ways.shown(other))


def test_a_screening_without_a_wish_is_no_declaration(journey, caseworker, colleague):
    hers = ways.screened(ways.planned(journey).case, by=colleague)
    with pytest.raises(Refusal, match="does not show it"):
        decide(journey, rules.ASYLUM, caseworker, record=("screening_without_fear", hers))
    with pytest.raises(Refusal, match="does not show it"):
        decide(journey, rules.ASYLUM, caseworker, record=("asylumdeclaration", hers))


def test_what_a_check_rests_on_must_still_be_there_when_it_is_booked(journey, caseworker):
    ways.settle(ways.planned(journey))
    ways.paper(journey.case).remove(by=caseworker, because="Not hers.")
    with pytest.raises(Refusal, match="Safety of the place of return: it rests on words alone"):
        Booking.make(journey, by=caseworker)


@pytest.mark.parametrize("left_out", [{"paper": None}, {"issuer": ""}, {"issued_on": None}])
def test_what_was_met_on_less_before_is_settled_again(journey, caseworker, left_out):
    ways.settle(ways.planned(journey))
    last = checks(journey, rules.SAFETY)[0].latest
    for name, value in left_out.items():
        setattr(last, name, value)
    last.save()
    with pytest.raises(Refusal, match="Safety of the place of return: it rests on words alone"):
        Booking.make(journey, by=caseworker)


def test_who_counsels_later_is_no_longer_somebody_else(journey, caseworker, colleague):
    ways.declared(ways.planned(journey).travellers.get(), by=colleague)
    ways.settle(journey)
    Counselling.hold(
        journey, by=colleague, held_on=journey.case.office.today(), language="es",
        explained=ways.CHECKS,
    )  # fmt: skip
    with pytest.raises(Refusal, match="Intention to seek asylum: it rests on words alone"):
        Booking.make(journey, by=caseworker)


def test_a_supervisor_who_counselled_them_does_not_decide_their_safety(
    journey, supervisor, cast, office
):
    ways.planned(journey)
    Counselling.hold(
        journey, by=supervisor, held_on=journey.case.office.today(), language="es",
        explained=ways.CHECKS,
    )  # fmt: skip
    with pytest.raises(Refusal, match="decided by somebody else"):
        decide(journey, rules.SAFETY, supervisor, **ways.shown(journey.case))
    other = cast._user("ada", "Ada Lovo", "supervisor", office=office)
    decide(journey, rules.SAFETY, other, **ways.shown(journey.case))


def test_the_form_asks_for_issuer_and_date(client, journey, caseworker):
    ways.planned(journey)
    check = checks(journey, rules.ASYLUM)[0]
    address = f"/returns/{journey.ref}/checks/{check.ref}/"
    client.force_login(caseworker)
    page = client.get(address).content.decode()
    assert "Neither a document in this case" in page
    assert "Issuer of the document" not in page
    paper = ways.paper(journey.case)
    said = {"met": "yes", "text": "The decision came.", "paper": paper.ref.hex}
    answer = client.post(address, said)
    assert answer.status_code == 422
    assert "only with its issuer and its date" in answer.content.decode()
    said |= {"issuer": "CEPR", "issued_on": journey.case.office.today().isoformat()}
    assert client.post(address, said).status_code == 303
    shown = client.get(f"/returns/{journey.ref}/").content.decode()
    assert "signed.txt" in shown
    assert "CEPR" in shown


def test_a_harmful_document_shows_nothing(journey, caseworker):
    ways.planned(journey)
    text = b"signed"
    kept = Attachment.keep(
        journey.case, by=caseworker, paper=validate_upload("a.txt", "text/plain", 6, BytesIO(text))
    )
    Attachment.objects.filter(pk=kept.pk).update(verdict="infected")
    with pytest.raises(Refusal, match="not in the case"):
        decide(journey, rules.ASYLUM, caseworker, paper=kept)
