"""Agreements as tests need them: between the own organization and made-up institutions."""

from datetime import timedelta

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def registry(cast):
    from amparo.foundation.core.models import Organization

    return Organization.found(by=None, name="Registro de ejemplo", kind="government")


@pytest.fixture
def record(cast, registry):
    """Records an agreement of the own organization and the registry, a year around today."""
    from amparo.foundation.agreements.models import Agreement

    today = cast.office.today()

    def record(*, signed: bool = True, days=(-200, 165), **more):
        start, end = days
        fields = {
            "kind": Agreement.Kind.DATA_SHARING, "title": "Acuerdo de ejemplo",
            "starts_on": today + timedelta(days=start),
            "ends_on": None if end is None else today + timedelta(days=end),
            "notice_days": 30, "parties": [cast.organization, registry],
        } | more  # fmt: skip
        agreement = Agreement.record(by=cast.policy_officer, office=cast.office, **fields)
        if signed:
            for party in agreement.parties.all():
                party.sign(by=cast.policy_officer, on=today - timedelta(days=210))
        return agreement

    return record
