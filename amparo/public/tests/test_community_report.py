"""What we heard, what we said: small, in one's language, and never what a rumour said."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from amparo.foundation.core import clock
from amparo.pillars.advocacy.feedback.models import YouSaidWeDid
from amparo.pillars.advocacy.rumours.models import Rumour
from amparo.pillars.advocacy.rumours.tests.conftest import approve_message, check_rumour
from amparo.public import community_report

pytestmark = pytest.mark.django_db
LARGEST = 20_000
FALSE = "Dicen que el refugio entrega a la policía a quien no tiene papeles."
WORDINGS = {
    "es": {"heading": "En el refugio nadie da nombres", "body": "Entre: es gratis."},
    "en": {"heading": "The shelter gives no names", "body": "Come in: it is free."},
}


@pytest.fixture(autouse=True)
def nothing_kept_of_another_test():
    cache.clear()


@pytest.fixture
def answered(cast):
    """A rumour answered in Spanish and English, and something that people said."""
    by, second = cast.communications_officer, cast.supervisor
    rumour = Rumour.record(
        by=cast.caseworker, office=cast.office, kind="rumour", text=FALSE, topic="services",
        channel="person", language="es",
    )  # fmt: skip
    check_rumour(rumour, by, second)
    message = rumour.draft_answer(
        by=by, title="Shelter", audience="migrants", need="Is it safe?", languages=["es", "en"],
        wordings=WORDINGS,
    )  # fmt: skip
    approve_message(message, by, second)
    said = YouSaidWeDid.draft(
        by=by, office=cast.office, kind="suggestion", said={"en": "The door opens too late."},
        did={"en": "It opens at seven."},
    )  # fmt: skip
    said.approve(by=second)
    return message


def get(client, language="en", path="/a/heard/"):
    return client.get(path, {"lang": language})


def test_the_answer_stands_there_and_what_was_heard_does_not(client, answered):
    response = get(client)
    assert "The shelter gives no names" in response.text
    assert "The door opens too late." in response.text
    assert "entrega" not in response.text
    for language in ("es", "en", "fr", "ar"):
        assert len(get(client, language).content) < LARGEST


def test_a_language_without_words_is_named_and_no_other_stands_in_its_place(client, answered):
    text = get(client, "fr").text
    assert "The shelter gives no names" not in text
    assert 'hreflang="es"' in text
    assert 'hreflang="en"' in text


def test_what_is_withdrawn_or_not_public_is_gone_and_an_empty_month_says_so(
    client, answered, cast
):
    answered.withdraw(by=cast.supervisor, because="It changed.")
    cache.clear()
    assert "The shelter gives no names" not in get(client).text
    assert get(client, path="/a/heard/2024-02/").status_code == 200
    for wrong in ("2024-13", "2024-0", "1899-01", "2099-01"):
        assert get(client, path=f"/a/heard/{wrong}/").status_code == 404


def test_a_month_stands_alone_and_is_found_later(client, answered, office):
    first = office.today().replace(day=1)
    with clock.at(clock.now() + timedelta(days=40)):
        cache.clear()
        assert first in community_report.months(office.today())
        text = get(client).text
    assert "The shelter gives no names" in text


def test_the_sheet_for_a_notice_board_holds_the_answers_and_the_way_to_the_page(answered, office):
    month = community_report.month_of(office.today().replace(day=1))
    said = community_report.notice_content(month, "https://example.org/a/heard/")
    headings = {each[1] for each in said["answers"]}
    assert headings & {words["heading"] for words in WORDINGS.values()}
    assert "<svg" in said["qr"]
    assert FALSE not in str(said)
