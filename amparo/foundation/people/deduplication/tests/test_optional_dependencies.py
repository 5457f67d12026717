"""Where what compares the register is not installed, it is said in words what to install."""

import sys

import pytest

from amparo.foundation.people.deduplication import optional_dependencies
from amparo.foundation.people.deduplication.optional_dependencies import ComparisonNotInstalled
from amparo.foundation.people.deduplication.tasks import run_deduplication
from amparo.foundation.people.models import DeduplicationRun, DuplicateCandidate

pytestmark = pytest.mark.django_db
INSTALL = "make comparison"


@pytest.fixture
def without_it(monkeypatch):
    for name in optional_dependencies.PACKAGES:
        monkeypatch.setitem(sys.modules, name, None)


def test_the_page_says_what_to_install_and_offers_no_button(client, data_officer, without_it):
    client.force_login(data_officer)
    page = client.get("/people/deduplication/").content.decode()
    assert INSTALL in page
    assert 'action="/people/deduplication/start' not in page


def test_with_it_the_page_offers_the_button_and_says_nothing(client, data_officer):
    client.force_login(data_officer)
    page = client.get("/people/deduplication/").content.decode()
    assert INSTALL not in page


def test_whoever_asks_all_the_same_is_refused_and_nothing_is_begun(
    client, data_officer, without_it
):
    client.force_login(data_officer)
    answered = client.post("/people/deduplication/start/")
    assert answered.status_code == 409
    assert INSTALL in answered.content.decode()
    assert not DeduplicationRun.objects.exists()


def test_a_worker_without_it_fails_in_words_and_goes_on_where_it_is(
    data_officer, caplog, monkeypatch
):
    asked = DeduplicationRun.ask(by=data_officer)
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "splink", None)
        with pytest.raises(ComparisonNotInstalled, match=INSTALL):
            run_deduplication.call(str(asked.ref))
    assert INSTALL in caplog.text
    run_deduplication.call(str(asked.ref))
    asked.refresh_from_db()
    assert asked.done_at is not None
    assert not DuplicateCandidate.objects.exists()
