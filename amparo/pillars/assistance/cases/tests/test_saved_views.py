"""Saved views: filters under a name of one's own; nobody else sees them."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from amparo.foundation.core.models import CodeListEntry
from amparo.pillars.assistance.cases.models import SavedView
from amparo.pillars.assistance.cases.tasks import delete_saved_views

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SAVE = "/cases/views/save/"


@pytest.fixture(autouse=True)
def _in_english(caseworker, colleague):
    for user in (caseworker, colleague):
        user.language = "en"
        user.save()


def save(client, name, query="risk=severe&sex=female"):
    return client.post(f"{SAVE}?{query}", {"name": name, "once": uuid4()})


def test_filters_are_saved_and_open_again(client, case, caseworker):
    client.force_login(caseworker)
    assert "Critical or high" in client.get(f"{SAVE}?risk=severe").content.decode()
    answer = save(client, "High risk women")
    view = SavedView.objects.get()
    assert view.filters == {"risk": "severe", "sex": "female"}
    assert f"view={view.ref.hex}" in answer.url
    page = client.get(answer.url).content.decode()
    assert "High risk women" in page
    assert "Delete view" in page


def test_only_known_filters_are_kept(client, case, caseworker):
    client.force_login(caseworker)
    save(client, "Odd", "risk=severe&kind=nothing&case=abc&after=xyz")
    assert SavedView.objects.get().filters == {"risk": "severe"}


def test_nobody_else_sees_or_deletes_it(client, case, caseworker, colleague):
    client.force_login(caseworker)
    save(client, "Mine alone")
    view = SavedView.objects.get()
    client.force_login(colleague)
    assert "Mine alone" not in client.get("/cases/").content.decode()
    assert client.post(f"/cases/views/{view.ref}/delete/").status_code == 404
    client.force_login(caseworker)
    assert client.post(f"/cases/views/{view.ref}/delete/").status_code == 303
    assert not SavedView.objects.exists()


def test_the_same_name_takes_the_new_filters(client, case, caseworker):
    client.force_login(caseworker)
    save(client, "Today")
    save(client, " today ", "due=overdue")
    assert [view.filters for view in SavedView.objects.all()] == [{"due": "overdue"}]


def test_a_view_needs_a_name_and_there_are_not_too_many(client, case, caseworker, monkeypatch):
    client.force_login(caseworker)
    assert save(client, "  ").status_code == 422
    monkeypatch.setattr("amparo.pillars.assistance.cases.models.saved_views.MOST", 1)
    save(client, "One")
    answer = save(client, "Two")
    assert answer.status_code == 422
    assert "Delete one first" in answer.content.decode()


def test_a_view_with_a_retired_code_opens_with_that_said(client, case, caseworker):
    call_command("load_codes", verbosity=0)
    entry = CodeListEntry.objects.filter(list="case_kind").exclude(code="general").first()
    client.force_login(caseworker)
    answer = save(client, "By kind", f"kind={entry.code}")
    entry.is_active = False
    entry.save()
    _forget()
    assert "was retired and is chosen no more" in client.get(answer.url).content.decode()
    SavedView.objects.update(filters={"kind": "gone"})
    page = client.get(answer.url.replace(entry.code, "gone")).content.decode()
    assert "what was chosen is no longer on the list" in page
    assert case.number in page


def _forget():
    from amparo.foundation.core.code_lists.codes import forget

    forget()


def test_it_goes_with_the_account(case, caseworker):
    SavedView.save_as("Mine", {"risk": "severe"}, of_list="cases", by=caseworker)
    caseworker.is_active = False
    caseworker.save()
    delete_saved_views.call()
    assert not SavedView.objects.exists()


def test_the_name_is_encrypted(case, caseworker):
    from django.db import connection

    SavedView.save_as("Rosa's file", {"risk": "severe"}, of_list="cases", by=caseworker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM cases_savedview")
        assert b"Rosa" not in bytes(cursor.fetchone()[0])
