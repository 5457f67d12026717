"""A list that looks like people who are here already stops, until somebody by name has looked."""

from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person, PersonAccessGrant
from amparo.pillars.assistance.intake.imports.job import check_file
from amparo.pillars.assistance.intake.models import BeneficiaryList, ImportFile

pytestmark = pytest.mark.django_db

COLUMNS = {
    "Nº": "id_in_register", "Nombres": "given_names", "Apellidos": "family_names",
    "Sexo": "sex", "Fecha de nacimiento": "birth_date", "Nacionalidad": "nationality",
    "Pasaporte": "document_number",
}  # fmt: skip
ROSA = "1;Rossa;Kispe Mamani;Mujer;14/03/1992;Bolivia;X1234567"
OTHERS = (
    "2;Marie;Pierre;Mujer;21/07/1988;Haití;",
    "3;Omar;Haddad;Hombre;30/11/1990;Siria;",
    "4;Fatou;Diallo;Mujer;02/05/1979;Senegal;",
)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path / "files"


@pytest.fixture
def known(rosa, caseworker):
    rosa.add_document(by=caseworker, kind="passport", number="X1234567")
    return rosa


@pytest.fixture
def looked(data_officer, team):
    """A list that was looked through."""
    register = BeneficiaryList.agree(
        by=data_officer, title="San José", team=team, basis="agreement",
        signed_by="Sister Inés", signed_on=date(2026, 1, 15), purposes=["case_management"],
    )  # fmt: skip

    def look(*rows):
        content = "\n".join((";".join(COLUMNS), *rows)).encode("utf-8-sig")
        file = register.take(BytesIO(content), by=data_officer, name="list.csv")
        file.set_mapping(COLUMNS, {}, opens_cases=False, by=data_officer)
        check_file.call(str(file.ref))
        file.refresh_from_db()
        return file

    return look


def test_rows_that_look_like_people_already_known_are_counted(known, looked):
    file = looked(ROSA, *OTHERS)
    assert (file.ready, file.alike, file.alike_within) == (4, 1, 0)
    assert not file.is_stopped


def test_rows_that_look_like_one_another_are_counted(known, looked):
    file = looked(*OTHERS, "5;Marie;Pierre;Mujer;21/07/1988;Haití;")
    assert file.alike_within == 1


def test_a_list_of_people_already_known_stops(known, looked, data_officer):
    file = looked(ROSA)
    with pytest.raises(Refusal):
        file.start_import(by=data_officer)
    assert Person.objects.count() == 1


def test_a_second_person_lets_it_in_by_name(known, looked, data_officer, supervisor):
    file = looked(ROSA)
    file.waive_duplicates(by=supervisor, reason="Her cousin, of the same name: I asked both.")
    file.start_import(by=data_officer)
    assert file.waived_by == supervisor
    assert AuditEntry.objects.get(event="register.leave_given").by == supervisor


def test_of_two_who_give_leave_in_the_same_moment_the_first_counts(
    known, looked, supervisor, caseworker
):
    file = looked(ROSA)
    stale = ImportFile.objects.get(pk=file.pk)
    file.waive_duplicates(by=supervisor, reason="Her cousin: I asked both.")
    stale.waive_duplicates(by=caseworker, reason="Again")
    stored = ImportFile.objects.get()
    assert (stored.waived_by, stored.waived_reason) == (supervisor, "Her cousin: I asked both.")
    assert AuditEntry.objects.filter(event="register.leave_given").count() == 1


def test_the_table_holds_no_leave_of_whoever_took_it_in(known, looked, data_officer):
    file = looked(ROSA)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportFile.objects.filter(pk=file.pk).update(waived_by=data_officer)


def test_leave_that_is_no_longer_given_lets_nobody_in(known, looked, data_officer, supervisor):
    file = looked(ROSA)
    file.waive_duplicates(by=supervisor, reason="Her cousin: I asked both.")
    stale = ImportFile.objects.get(pk=file.pk)
    file.set_mapping(COLUMNS, {}, opens_cases=False, by=data_officer)
    check_file.call(str(file.ref))
    with pytest.raises(Refusal):
        stale.start_import(by=data_officer)


def test_whoever_took_it_in_does_not_let_it_in(known, looked, data_officer):
    with pytest.raises(Refusal):
        looked(ROSA).waive_duplicates(by=data_officer, reason="I am sure.")


def test_leave_is_about_what_was_looked_at(known, looked, data_officer, supervisor):
    file = looked(ROSA)
    file.waive_duplicates(by=supervisor, reason="Her cousin: I asked both.")
    file.set_mapping(COLUMNS, {}, opens_cases=False, by=data_officer)
    file = type(file).objects.get(pk=file.pk)
    assert file.is_stopped


def test_a_list_does_not_tell_of_a_restricted_file(known, looked, office):
    PersonAccessGrant.objects.create(
        record=known, grantee=group_grantee("trafficking", office.pk), why="case"
    )
    assert looked(ROSA).alike == 0


def test_nor_of_people_of_an_office_that_keeps_them_to_itself(known, looked, other_office):
    PersonAccessGrant.objects.filter(record=known).delete()
    PersonAccessGrant.objects.create(
        record=known, grantee=f"office:{other_office.pk}", why="registered"
    )
    assert looked(ROSA).alike == 0


def test_the_page_offers_the_second_person_and_nobody_else_to_go_on(
    known, looked, client, data_officer, supervisor
):
    file = looked(ROSA)
    url = f"/registers/files/{file.ref}/"
    client.force_login(data_officer)
    assert "Import anyway" not in client.get(url).content.decode()
    client.force_login(supervisor)
    assert "Import anyway" in client.get(url).content.decode()
    client.post(f"{url}leave/", {"reason": "Her cousin: I asked both."})
    file.refresh_from_db()
    assert not file.is_stopped
