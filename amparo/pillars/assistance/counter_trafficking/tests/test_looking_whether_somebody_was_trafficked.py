"""Signs are noted, the case is kept close, and people decide: never the rule."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import AuditEntry, Organization
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.counter_trafficking.models import (
    DeterminationObjection,
    Exploitation,
    IndicatorObservation,
    StatusDetermination,
    TraffickingRecord,
)
from amparo.pillars.assistance.counter_trafficking.models.ways import (
    ACTUAL,
    NOT_A_VICTIM,
    POSSIBLE,
)

pytestmark = pytest.mark.django_db
SEEN = {"act": ["A1"], "means": ["M5"], "purpose": ["P2"], "text": "She was promised a salary."}


@pytest.fixture
def police(db):
    return Organization.found(by=None, name="Fiscalía", kind="government", country="BO")


@pytest.fixture
def decide(way, caseworker, police):
    def make(status, **about):
        told = {"decided_by": "Police", "organization": police} | about
        today = way.case.office.today()
        return StatusDetermination.make(
            way, by=caseworker, status=status, decided_on=today, **told
        )

    return make


def test_the_first_signs_begin_the_way_and_keep_the_case_close(client, case, caseworker, rosa):
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/exploitation/begin/"
    asked = client.get(url).content.decode()
    assert "Never with whoever came along" in asked
    assert "only whoever accompanies the case would open it" in asked
    answer = client.post(url, SEEN | {"restrict": "on"})
    way = TraffickingRecord.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, way.get_absolute_url())
    assert (way.person, way.prompt, way.status) == (rosa, "presumed", "")
    assert Case.objects.get(pk=case.pk).confidentiality == "trafficking"


def test_whoever_says_no_is_reminded_on_the_page(client, case, caseworker):
    client.force_login(caseworker)
    client.post(f"/cases/{case.ref}/exploitation/begin/", SEEN)
    way = TraffickingRecord.objects.get()
    assert (
        "This case is open to the whole team"
        in client.get(way.get_absolute_url()).content.decode()
    )


def test_a_form_without_a_sign_says_what_is_missing(client, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(f"/cases/{case.ref}/exploitation/begin/", {"text": "Something."})
    assert answer.status_code == 422
    assert "Choose at least one sign" in answer.content.decode()
    assert not TraffickingRecord.objects.exists()


def test_an_unknown_sign_is_refused(client, at, caseworker):
    client.force_login(caseworker)
    assert client.post(at("signs/new/"), {"act": ["Z9"]}).status_code == 422


def test_the_page_shows_what_is_met_and_missing_and_that_it_decides_nothing(
    client, way, at, caseworker
):
    IndicatorObservation.note(way, by=caseworker, indicators=["A1", "M5"])
    client.force_login(caseworker)
    text = client.get(at()).content.decode()
    for said in ("No indicators recorded", "That they agreed does not matter", "no decision"):
        assert said in text


def test_of_a_child_no_means_are_asked_for(client, cast, nayeli, caseworker):
    case = cast.open_case(person=nayeli)
    way = TraffickingRecord.begin(case, nayeli, by=caseworker)
    IndicatorObservation.note(way, by=caseworker, indicators=["A2", "P6"])
    assert way.prompt == "presumed"
    client.force_login(caseworker)
    text = client.get(way.get_absolute_url()).content.decode()
    assert "Not required for children" in text
    assert "article 3 c" in text


@pytest.mark.parametrize("disputed", [True, False])
def test_doubt_about_age_is_decided_for_the_child(way, rosa, caseworker, disputed):
    rosa.change(by=caseworker, is_age_disputed=disputed)
    way.person.refresh_from_db()
    IndicatorObservation.note(way, by=caseworker, indicators=["A2", "P6"])
    assert way.prompt == ("presumed" if disputed else "unclear")


def test_who_was_a_child_when_it_happened_is_judged_by_that_rule(way, caseworker):
    IndicatorObservation.note(way, by=caseworker, indicators=["A2", "P6"])
    Exploitation.write_down(way, by=caseworker, types=["ForcedBegging"], age_when_trafficked=16)
    assert TraffickingRecord.objects.get().prompt == "presumed"


def test_that_somebody_was_trafficked_is_decided_by_a_named_organization(decide, police):
    for missing in ({"decided_by": ""}, {"organization": None}):
        with pytest.raises(Refusal, match="which organization"):
            decide(ACTUAL, **missing)
    assert decide(ACTUAL).organization_said == "Fiscalía"
    by_name = decide(ACTUAL, organization=None, organization_name="Juzgado Segundo")
    assert by_name.organization_said == "Juzgado Segundo"


def test_the_database_itself_keeps_it_so(way, caseworker):
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusDetermination.objects.create(
            way=way, by=caseworker, status=ACTUAL, decided_on=way.case.office.today()
        )


def test_in_an_open_case_nobody_is_called_trafficked(open_way, caseworker, police):
    today = open_way.case.office.today()
    about = {"by": caseworker, "decided_on": today, "decided_by": "NGO", "organization": police}
    with pytest.raises(Refusal, match="Restrict this case"):
        StatusDetermination.make(open_way, status=POSSIBLE, **about)
    StatusDetermination.make(open_way, status=NOT_A_VICTIM, **about)


def test_once_it_is_decided_the_case_does_not_open_again(way, decide, lead):
    decide(POSSIBLE)
    with pytest.raises(Refusal, match="stays restricted"):
        way.case.restrict("ordinary", by=lead)
    decide(NOT_A_VICTIM)
    way.case.restrict("ordinary", by=lead)
    assert Case.objects.get(pk=way.case.pk).confidentiality == "ordinary"


def test_a_later_decision_adds_and_nothing_is_overwritten(way, decide):
    for status in (POSSIBLE, NOT_A_VICTIM, ACTUAL):
        decide(status)
    assert [each.status for each in way.statusdeterminations.order_by("pk")] == [
        POSSIBLE, NOT_A_VICTIM, ACTUAL,
    ]  # fmt: skip
    assert TraffickingRecord.objects.get().status == ACTUAL


def test_nothing_is_decided_tomorrow(way, decide, caseworker, police):
    tomorrow = way.case.office.today() + timedelta(days=1)
    with pytest.raises(Refusal):
        StatusDetermination.make(way, by=caseworker, status=POSSIBLE, decided_on=tomorrow)


def test_an_appeal_stands_beside_what_was_decided(client, way, at, decide, caseworker):
    made = decide(NOT_A_VICTIM)
    client.force_login(caseworker)
    url = at(f"determinations/{made.ref}/other-view/")
    assert client.post(url, {"whose": "lawyer"}).status_code == 422
    said = {"whose": "lawyer", "text": "Nobody heard her.", "is_appeal": "on"}
    assert client.post(url, said).status_code == 303
    assert DeterminationObjection.objects.get().text == "Nobody heard her."
    assert TraffickingRecord.objects.get().status == NOT_A_VICTIM
    assert "Nobody heard her." in client.get(at()).content.decode()


def test_the_form_of_a_decision_says_in_words_what_is_missing(client, at, caseworker, police):
    client.force_login(caseworker)
    said = {"status": ACTUAL, "decided_on": "2026-01-01"}
    answer = client.post(at("determinations/new/"), said)
    assert answer.status_code == 422
    assert "which kind of organization decided" in answer.content.decode()
    said |= {"decided_by": "Police", "organization": str(police.ref)}
    assert client.post(at("determinations/new/"), said).status_code == 303


def test_all_of_it_is_in_the_story_and_in_the_ledger(client, way, decide, caseworker):
    IndicatorObservation.note(way, by=caseworker, indicators=["G1"], text="Papers with the boss.")
    decide(POSSIBLE)
    deeds = {line.content.event for line in AuditEntry.objects.of_file(way.case.ref)}
    assert {"traffickingrecord.begun", "indicators.noted", "determination.made"} <= deeds
    client.force_login(caseworker)
    text = client.get(f"/cases/{way.case.ref}/history/").content.decode()
    assert "Papers with the boss." in text
