"""The demo shows a grant in every state, by the same deeds as in life."""

import pytest

from amparo.foundation.core import clock
from amparo.foundation.funding.models import ExchangeRate, Fund, Project
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant, Reconciliation
from amparo_demo import funding
from amparo_demo.assistance import payments
from amparo_demo.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.nightly
def test_there_is_one_in_every_state(cast, data_officer, programme_manager, supervisor):
    world = World()
    world.offices[payments.HERE] = cast.office
    world.users |= {"data": data_officer, "maren": supervisor, "programme": programme_manager}
    with clock.at(world.at(-110)):
        assert cast.case.owner
    funding.fill(world)
    payments.fill(world)
    world.play()
    assert {project.state_on(world.today) for project in Project.objects.all()} == set(
        Project.State
    )
    assert Fund.objects.values("donor").distinct().count() == 4
    assert {rate.currency for rate in ExchangeRate.objects.all()} == {"BOB", "EUR", "PEN"}
    assert AssistanceGrant.objects.count() >= 25
    assert {grant.state for grant in AssistanceGrant.objects.all()} == set(
        AssistanceGrant.State.values
    )
    assert Reconciliation.objects.get().difference == 0
