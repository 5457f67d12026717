"""Telephones for the field, each in the hand of one of our cast."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.telephone import Telephone

# Keys are stretched, files sealed and opened: on a busy machine that takes its time.
PATIENCE, USUAL = 30_000, 5_000


@pytest.fixture
def in_hand(phone, sign_in, faults) -> Callable[..., Telephone]:
    """Set up for somebody, with their caseload; that it complains of no network is no fault."""

    def in_hand(user, language: str = "es", *, called: str = "Samsung", **options) -> Telephone:
        page = phone(language, timezone_id=user.office.time_zone, **options)
        page.context.set_default_timeout(PATIENCE)
        sign_in(page, user)
        return Telephone(page).set_up(called=called)

    expect.set_options(timeout=PATIENCE)
    yield in_hand
    expect.set_options(timeout=USUAL)
    faults[:] = [each for each in faults if "ERR_INTERNET_DISCONNECTED" not in each]
