"""Telephones for the field, each in the hand of one of our cast."""

from collections.abc import Callable

import pytest

from tests.telephone import Telephone


@pytest.fixture
def in_hand(phone, sign_in, faults) -> Callable[..., Telephone]:
    """Set up for somebody, with their caseload; that it complains of no network is no fault."""

    def in_hand(user, language: str = "es", *, called: str = "Samsung", **options) -> Telephone:
        page = phone(language, timezone_id=user.office.time_zone, **options)
        sign_in(page, user)
        return Telephone(page).set_up(called=called)

    yield in_hand
    faults[:] = [each for each in faults if "ERR_INTERNET_DISCONNECTED" not in each]
