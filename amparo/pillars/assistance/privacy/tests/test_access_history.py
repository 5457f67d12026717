"""A person may ask who opened their file; who answers for it can tell, and give it on paper."""

import pytest
from django.utils import translation

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.privacy.access_histories import records_of_person
from amparo.pillars.assistance.privacy.access_letter import access_history_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(client, case, caseworker, colleague, stranger):
    """Her caseworker and a colleague opened the case; a stranger tried."""
    for who in (caseworker, colleague, stranger):
        client.force_login(who)
        client.get(f"/cases/{case.ref}/")
    return case


def page(client, who, address):
    client.force_login(who)
    return client.get(address)


def test_whoever_answers_for_the_file_is_told_who_opened_it(client, opened, rosa, supervisor):
    told = page(client, supervisor, f"/people/{rosa.ref}/history/").content.decode()
    assert "Daniel Achebe" in told
    assert "Opened: Case" in told
    assert "Access denied: Case" in told
    assert "Omar Haddad" in told
    assert "Person registered" in told
    assert "case.opened" not in told


def test_a_colleague_is_told_what_was_done_and_what_they_opened(client, opened, rosa, colleague):
    told = page(client, colleague, f"/people/{rosa.ref}/history/").content.decode()
    assert "Case opened" in told
    assert told.count("Opened: Case") == 1
    assert "Omar Haddad" not in told


def test_the_page_of_the_case_begins_with_who_opened_it(client, opened, caseworker):
    told = page(client, caseworker, f"/cases/{opened.ref}/openings/").content.decode()
    assert "Daniel Achebe" in told
    assert "Case opened" not in told
    told = page(client, caseworker, f"/cases/{opened.ref}/openings/?what=actions").content.decode()
    assert "Case opened" in told
    assert "Opened: Case" not in told


def test_what_may_not_be_seen_has_no_history(client, opened, rosa, stranger):
    assert page(client, stranger, f"/people/{rosa.ref}/history/").status_code == 404
    assert page(client, stranger, f"/people/{rosa.ref}/history/letter/").status_code == 404


def test_a_restricted_case_stays_out_of_the_history(client, sample_data):
    """A colleague without the grant sees no line of it, not even that there is one."""
    told = page(client, sample_data.colleague, f"/people/{sample_data.farida.ref}/history/")
    assert told.status_code == 404
    asked = records_of_person(sample_data.rosa, sample_data.caseworker, "")
    assert sample_data.hidden.ref not in [file.ref for file in asked]


class TestTheLetter:
    def letter(self, rosa, by, language="en"):
        with translation.override(language):
            return access_history_letter(rosa, records_of_person(rosa, by, ""), by)

    def test_it_says_who_when_and_what_for_by_role(self, opened, rosa, supervisor):
        letter = self.letter(rosa, supervisor)
        said = {who: what for _day, who, what in letter.rows}
        assert any("Read it once" in what for what in said.values())
        assert said["Caseworker, Valle Seco"] == "Tried to open it, and was not let in"
        assert ("Caseworker", letter.duties[0][1]) == letter.duties[0]
        assert "Daniel" not in repr(letter)

    def test_names_stand_in_it_where_the_office_gives_them(
        self, opened, rosa, supervisor, settings
    ):
        settings.AMPARO_NAMES_IN_LETTERS = True
        assert "Daniel Achebe, Caseworker, Puerto Alto" in repr(self.letter(rosa, supervisor))

    def test_readings_of_one_day_are_one_line(self, opened, rosa, caseworker, supervisor):
        for _ in range(3):
            log.log_read(supervisor, rosa)
        assert "Read it 3 times" in repr(self.letter(rosa, caseworker).rows)

    def test_a_role_is_the_one_held_at_the_time(self, opened, rosa, colleague, supervisor):
        [held] = colleague.memberships.all()
        colleague.end_role(held, by=supervisor)
        assert "Caseworker, Puerto Alto" in repr(self.letter(rosa, supervisor).rows)

    @pytest.mark.parametrize("language", ["es", "en", "fr", "ar"])
    def test_it_is_a_pdf_in_the_persons_language(self, client, opened, rosa, supervisor, language):
        address = f"/people/{rosa.ref}/history/letter/?language={language}"
        answer = page(client, supervisor, address)
        assert answer["Content-Type"] == "application/pdf"
        assert b"PDF-1" in answer.content[:10]
        printed = AuditEntry.objects.get(event="person.history_printed")
        assert printed.details == {"format": "pdf", "language": language}
        assert "Rosa" not in answer["Content-Disposition"]

    def test_it_is_first_shown_in_a_language_she_speaks(self, client, opened, rosa, supervisor):
        told = page(client, supervisor, f"/people/{rosa.ref}/history/letter/").content.decode()
        assert 'lang="es" dir="ltr"' in told

    def test_a_colleague_who_does_not_answer_for_the_file_cannot_write_it(
        self, client, opened, rosa, colleague
    ):
        address = f"/people/{rosa.ref}/history/letter/"
        assert page(client, colleague, address).status_code == 403
        refused = AuditEntry.objects.of_file(rosa.ref).get(event="person.denied")
        assert refused.by == colleague
