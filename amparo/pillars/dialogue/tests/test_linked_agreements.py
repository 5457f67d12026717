"""A link to an agreement says whether it is in force."""

from datetime import timedelta

import pytest

from amparo.foundation.agreements.models import Agreement
from amparo.foundation.core.models import Organization
from amparo.foundation.links.extension_points import link_kinds

pytestmark = pytest.mark.django_db


def test_a_link_to_an_agreement_says_whether_it_is_in_force(cast, django_assert_max_num_queries):
    today, by = cast.office.today(), cast.policy_officer
    other = Organization.found(by=by, name="Otra")
    signed, waiting, ended = (
        Agreement.record(
            by=by, office=cast.office, parties=[cast.organization, other], kind="mou",
            title=title, starts_on=today - timedelta(days=9), ends_on=None, notice_days=30,
        )
        for title in ("a", "b", "c")
    )  # fmt: skip
    for party in signed.parties.all():
        party.sign(by=by, on=today)
    ended.end(by=by, on=today - timedelta(days=1), because="Fin")
    kind = link_kinds["agreement"]
    found = list(kind.records(by).order_by("title"))
    with django_assert_max_num_queries(3):
        described = kind.describe(found, by)
    assert [each.tone for each in described] == ["good", "warn", "late"]
    assert described[0].ref == signed.ref
    assert described[1].state
    assert not kind.records(cast.stranger).exists()
    assert waiting in found
