"""A line says who did what to which record; never what the record says."""

import pytest

from amparo.foundation.trust import audit
from amparo.foundation.trust.models import Entry
from amparo.foundation.trust.refusals import Refusal
from amparo.pillars.assistance.models import Note

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "value"),
    [("reason", "Her employer keeps the passport"), ("name", "rosa"), ("code", "x" * 81)],
)
def test_a_line_holds_codes_and_refs_alone(rosa, caseworker, name, value):
    with pytest.raises(ValueError, match="ledger keeps"):
        audit.note(caseworker, "person.changed", rosa, **{name: value})


def test_opening_a_file_leaves_a_line(client, case, caseworker):
    client.force_login(caseworker)
    client.get(f"/cases/{case.ref}/")
    line = Entry.objects.of_file(case.ref).readings().get()
    assert (line.by, line.deed) == (caseworker, "case.seen")


def test_a_file_one_may_not_open_leaves_no_line_in_it(client, case, stranger):
    client.force_login(stranger)
    assert client.get(f"/cases/{case.ref}/").status_code == 404
    assert not Entry.objects.of_file(case.ref).readings().exists()


def test_a_deed_that_fails_leaves_no_line(case, caseworker):
    with pytest.raises(Refusal):
        Note.write(case, by=caseworker, words=" ")
    assert not Entry.objects.filter(deed="note.written").exists()
