"""The line list: who exports which rows and columns, for what; one line in the audit log."""

import csv
import io

import pytest

from amparo.foundation.core.models import AuditEntry, Office, RestrictedGroupAccess

from .test_bulk_actions import forget_sign_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE, FILE = "/cases/line-list/", "/cases/line-list/file/"
AS_CSV = {"purpose": "supervision", "format": "csv"}


@pytest.fixture(autouse=True)
def _in_english(supervisor, data_officer):
    for user in (supervisor, data_officer):
        user.language = "en"
        user.save()


@pytest.fixture
def fresh(client):
    """Signs somebody in, just now."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def table_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_supervisor_exports_the_list_as_it_is_filtered(
    fresh, many_cases, caseworker, supervisor
):
    first, _second = many_cases(2)
    first.person.change(by=caseworker, nationality="VE", sex="female")
    client = fresh(supervisor)
    assert "1 case in this line list" in words_of(client.get(PAGE, {"nationality": "VE"}))
    [row] = table_of(client.get(FILE, AS_CSV | {"nationality": "VE"}))
    assert row["Case number"] == first.number
    assert row["Name"] == first.person.name
    assert row["Nationality"] == "Venezuela"
    assert len(table_of(client.get(FILE, AS_CSV))) == 2


def test_only_the_ticked_ones(fresh, many_cases, supervisor):
    first, _second = many_cases(2)
    client = fresh(supervisor)
    rows = table_of(client.get(FILE, AS_CSV | {"case": first.ref.hex}))
    assert [row["Case number"] for row in rows] == [first.number]


def test_it_leaves_one_line_with_purpose_and_cases(fresh, many_cases, supervisor):
    cases = many_cases(2)
    fresh(supervisor).get(FILE, AS_CSV)
    line = AuditEntry.objects.get(event="cases.exported")
    assert line.by == supervisor
    assert (line.details["purpose"], line.details["format"]) == ("supervision", "csv")
    assert set(line.details["refs"]) == {str(case.ref) for case in cases}


def test_without_a_purpose_nothing_leaves(fresh, case, supervisor):
    client = fresh(supervisor)
    answer = client.get(FILE, {"format": "csv"})
    assert answer.status_code == 422
    assert "Purpose" in answer.content.decode()
    assert not AuditEntry.objects.filter(event="cases.exported").exists()


def test_it_asks_for_a_fresh_sign_in(client, case, supervisor):
    client.force_login(supervisor)
    forget_sign_in(client)
    answer = client.get(FILE, AS_CSV)
    assert answer.status_code in (302, 303)
    assert "next=" in answer.url


def test_neither_caseworkers_nor_strangers_export(client, case, caseworker, auditor):
    for user in (caseworker, auditor):
        client.force_login(user)
        assert client.get(PAGE).status_code == 404
        assert client.get(FILE, AS_CSV).status_code == 404


def test_as_a_workbook(fresh, case, supervisor):
    from openpyxl import load_workbook

    answer = fresh(supervisor).get(FILE, AS_CSV | {"format": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.values)
    assert rows[0][0] == "Case number"
    assert rows[1][0] == case.number
    assert case.number not in answer["Content-Disposition"]


def test_restricted_cases_carry_no_name(fresh, case, caseworker, supervisor):
    RestrictedGroupAccess.give(to=supervisor, group="gbv", office=case.office, by=None)
    case.restrict("gbv", by=caseworker)
    [row] = table_of(fresh(supervisor).get(FILE, AS_CSV | {"whose": "restricted-1"}))
    assert row["Case number"] == case.number
    assert (row["Name"], row["Sex"], row["Nationality"]) == ("", "", "")


def test_a_data_officer_gets_numbers_and_no_names(fresh, many_cases, caseworker, data_officer):
    open_one, kept = many_cases(2)
    kept.restrict("gbv", by=caseworker)
    client = fresh(data_officer)
    assert (
        "Name" not in words_of(client.get(PAGE)).split("Content of the file")[1].split("Your")[0]
    )
    [row] = table_of(client.get(FILE, AS_CSV | {"purpose": "quality"}))
    assert row["Case number"] == open_one.number
    assert not {"Name", "Sex", "Age", "Nationality", "Place", "Programme"} & set(row)


def test_filters_by_what_their_role_does_not_read_do_nothing(
    fresh, many_cases, caseworker, data_officer
):
    """Else a list for each nationality would say what the table leaves out."""
    first, _second = many_cases(2)
    first.person.change(by=caseworker, nationality="VE")
    assert len(table_of(fresh(data_officer).get(FILE, AS_CSV | {"nationality": "VE"}))) == 2


def test_many_rows_need_a_reason(fresh, many_cases, supervisor, team):
    many_cases(3)
    Office.objects.filter(pk=team.office_id).update(export_row_limit=2)
    answer = fresh(supervisor).get(FILE, AS_CSV)
    assert not hasattr(answer, "streaming_content") or answer.status_code != 200
    assert not AuditEntry.objects.filter(event="cases.exported").exists()
