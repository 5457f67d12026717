"""A file of HTCDS comes in: looked through, told, let in; and leaves again as it came."""

import io

import pytest

from amparo.foundation.core.models import AuditEntry, Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.counter_trafficking.htcds.exports import create_export
from amparo.pillars.assistance.counter_trafficking.htcds.fields import fields
from amparo.pillars.assistance.counter_trafficking.htcds.file_reader import opened
from amparo.pillars.assistance.counter_trafficking.htcds.imports import check_file, import_file
from amparo.pillars.assistance.counter_trafficking.models import (
    Exploitation,
    HtcdsImportedRecord,
    HtcdsImportFile,
    Perpetrator,
    TraffickingEvent,
    TraffickingRecord,
)
from tests.support.audit_entries import entries_of

pytestmark = pytest.mark.django_db
FILE = """\
record,prs_First_Name,prs_Second_Name,prs_Gender,prs_Birthdate,prs_Citizenship,prs_PrimaryLanguage,\
prs_MobilePhone,prs_MaritalStatus,vic_TraffickingStatus,vic_TraffickingStatusDecisionMakingOrg,\
vic_TypeOfExploitation,vic_Methods_of_Control,vic_AgeWhenTrafficked,per_RoleInProcess,hte_Type,\
hte_Country,cas_Status,local_codes
a1,Ana,Quispe,Feminine,2001-02-03,EC,spa,+593991234567,Single,ActualVictimOfTrafficking,Police,\
ForcedLabour Servitude,DebtBondage Other,17,Exploiter,Recruitment,EC,FollowUp,\
vic_MethodsOfControl: RestrictsMovement
a1,,,,,,,,,,,,,,Smuggler,Transit,CO,,
a2,Eva,,Feminine,1999-13-01,EC,,,,,,ForcedBegging,,,,,,Active,
a3,Iris,,Feminine,,Atlantis,,,,,,ForcedBegging,,,,,,Active,
"""
BASIS = {
    "basis": "agreement", "purposes": ["case_management"], "signed_by": "Cruz del Sur",
    "signed_on": "2026-01-02", "title": "Cruz del Sur, January",
}  # fmt: skip


@pytest.fixture
def take(lead, team):
    def bring(text=FILE, by=lead):
        stream = io.BytesIO(text.encode())
        file = HtcdsImportFile.take(stream, by=by, team=team, name="list.csv", **BASIS)
        check_file.call(str(file.ref))
        file.refresh_from_db()
        return file

    return bring


@pytest.fixture
def enter(take, lead):
    def bring(text=FILE):
        file = take(text)
        file.start_import(by=lead)
        import_file.call(str(file.ref))
        file.refresh_from_db()
        return file

    return bring


def counts(file):
    return file.rows, file.ready, file.to_correct, file.doubtful, file.known, file.entered


def test_everything_is_told_before_anybody_enters(take):
    file = take()
    assert file.state == HtcdsImportFile.State.CHECKED
    assert counts(file) == (3, 2, 1, 1, 0, 0)
    assert {(each.row, each.code) for each in file.issues.all()} == {
        (4, "htcds-date"), (5, "htcds-unknown-code"),
    }  # fmt: skip
    assert not Case.objects.exists()


def test_whoever_has_no_leave_brings_nothing_in(take, supervisor):
    with pytest.raises(Refusal, match="no access to files"):
        take(by=supervisor)


def test_people_enter_with_restricted_cases_and_what_was_done_to_them(enter, lead):
    assert counts(enter()) == (3, 2, 1, 1, 0, 2)
    way = TraffickingRecord.objects.get(person__birth_year=2001)
    assert way.case.confidentiality == Case.Confidentiality.TRAFFICKING
    assert way.case.kind == "trafficking"
    assert way.person.name == "Ana Quispe"
    assert way.person.languages == ["es"]
    assert not any(each.is_safe for each in way.person.contacts.all())
    fact = Exploitation.objects.get(way=way)
    assert fact.types == ["ForcedLabour", "Servitude"]
    assert fact.methods_of_control == ["DebtBondage", "RestrictsMovement"]
    assert Perpetrator.objects.filter(way=way).count() == 2
    assert [each.country for each in TraffickingEvent.objects.filter(way=way)] == ["EC", "CO"]
    assert list(Case.objects.accessible_to(lead)) != []


def test_what_others_decided_is_not_decided_here(enter):
    enter()
    way = TraffickingRecord.objects.get(person__birth_year=2001)
    assert way.status == ""
    decided = code_lists.label("vic_TraffickingStatus", "ActualVictimOfTrafficking")
    assert decided in way.case.presenting_concern


def test_those_without_leave_find_nobody(enter, caseworker, supervisor):
    enter()
    assert not Case.objects.accessible_to(caseworker).exists()
    assert not Case.objects.accessible_to(supervisor).exists()


def test_a_file_that_comes_twice_lets_nobody_in_twice(enter, take):
    enter()
    again = take()
    assert again.known == 2
    assert again.ready == 0
    enter()
    assert TraffickingRecord.objects.count() == 2


def test_a_job_that_begins_again_doubles_nothing(enter):
    file = enter()
    file.state = HtcdsImportFile.State.IMPORTING
    file.save()
    import_file.call(str(file.ref))
    assert TraffickingRecord.objects.count() == 2
    assert HtcdsImportedRecord.objects.count() == 2


def test_a_file_that_breaks_off_lets_nobody_in(take, lead):
    file = take('{"records": [{"record": "1", "person": {"prs_FirstName": "Ana"}}, {"rec')
    assert file.state == HtcdsImportFile.State.UNREADABLE
    assert [each.code for each in file.issues.all()] == ["htcds-not-json"]
    with pytest.raises(Refusal):
        file.start_import(by=lead)


@pytest.fixture
def refuge(db):
    return Organization.found(by=None, name="Casa Sur", kind="ngo", country="EC")


@pytest.mark.parametrize("shape", ["csv", "xlsx", "survey", "json"])
def test_what_came_in_leaves_the_same_field_by_field(enter, lead, refuge, shape):
    enter()
    came = {each.record.id: each.record for each in opened_(FILE.encode())}
    for way in TraffickingRecord.objects.all():
        says_yes(way.person, lead, "share_services", refuge)
    export = create_export(
        lead, profile="full", shape=shape, purpose="share_services", recipient=refuge
    )
    left = {each.record.id: each.record for each in opened_(export.take(by=lead).read())}
    assert left.keys() == {"a1", "a3"}
    for key, record in left.items():
        assert cells_of(record) >= cells_of(came[key])
        added = cells_of(record) - cells_of(came[key])
        assert {fields()[name].table for name, _at, _value in added} <= {"organization", "consent"}


def test_what_changed_here_leaves_as_it_is_known_now(enter, lead, refuge):
    enter()
    way = TraffickingRecord.objects.get(person__birth_year=2001)
    way.person.change(by=lead, family_names="Quispe Mamani")
    TraffickingEvent.write_down(way, by=lead, kind="Exploitation", country="PE")
    says_yes(way.person, lead, "share_services", refuge)
    export = create_export(
        lead, profile="full", shape="json", purpose="share_services", recipient=refuge
    )
    [reading] = opened_(export.take(by=lead).read())
    assert reading.record.get("prs_SecondName") == "Quispe Mamani"
    assert reading.record.get("prs_MaritalStatus") == "Single"
    assert reading.record.get("cas_Status") == "FollowUp"
    assert reading.record.all("hte_Country") == ("EC", "CO", "PE")


def test_nobody_leaves_who_has_not_agreed(enter, lead, refuge):
    enter()
    with pytest.raises(Refusal, match="agreed"):
        create_export(lead, profile="core", shape="csv", purpose="reporting")
    person = TraffickingRecord.objects.get(person__birth_year=2001).person
    says_yes(person, lead, "reporting")
    export = create_export(lead, profile="core", shape="csv", purpose="reporting")
    assert (export.people, export.left_out) == (1, 1)
    file = export.take(by=lead).read().decode()
    assert "DebtBondage" in file
    for secret in ("Ana", "Quispe", "+593", "2001", "a1"):
        assert secret not in file
    assert AuditEntry.objects.filter(event="htcds.exported", by=lead).count() == 1
    assert len(entries_of("htcds.left")) == 1


def test_names_leave_only_for_an_organization(enter, lead):
    enter()
    with pytest.raises(Refusal, match="organization"):
        create_export(lead, profile="named", shape="csv", purpose="share_services")
    with pytest.raises(Refusal, match="organization"):
        create_export(lead, profile="full", shape="csv", purpose="reporting")


def test_who_has_no_leave_takes_nobody_out(enter, lead, supervisor):
    enter()
    says_yes(TraffickingRecord.objects.first().person, lead, "reporting")
    with pytest.raises(Refusal):
        create_export(supervisor, profile="core", shape="csv", purpose="reporting")


def test_who_takes_the_yes_back_is_left_out(enter, lead):
    enter()
    person = TraffickingRecord.objects.first().person
    [word] = says_yes(person, lead, "reporting")
    create_export(lead, profile="core", shape="csv", purpose="reporting")
    word.withdraw(by=lead)
    with pytest.raises(Refusal):
        create_export(lead, profile="core", shape="csv", purpose="reporting")


def opened_(file):
    from .. import htcds  # noqa: F401 - the package that is tried
    from ..htcds.tests.records import TODAY

    return list(opened(io.BytesIO(file), today=TODAY).readings())


def cells_of(record):
    return {(name, at, value) for _table, at, name, value in record.values()}


def says_yes(person, by, purpose, organization=None):
    kind = "organization" if organization else "own_office"
    given = ConsentGiven(
        choices=(Choice(purpose, True, kind, organization),), method="verbal", language="es"
    )
    return Consent.record(person, given, by=by)
