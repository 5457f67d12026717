"""The law of the demo says everywhere that it is made up, and that some of it is old."""

import pytest

from amparo.foundation.core.code_lists import codes
from amparo.foundation.law.models import Instrument, LawImport
from amparo.foundation.law.queries import provisions_for, statuses_of_country
from amparo_demo import law, staff
from amparo_demo.world import World

pytestmark = pytest.mark.django_db


def test_it_is_made_up_and_says_so():
    codes.load()
    world = World()
    staff.fill(world)
    law.fill(world)
    assert all("nventad" in each.source for each in LawImport.objects.all())
    own = Instrument.objects.filter(is_shipped=False)
    assert {each.code for each in own} == {"DEMO-LEY-1", "DEMO-POL-1"}
    assert all("inventad" in each.title for each in own)
    ages = {each.code: each.is_old for each in own}
    assert ages == {"DEMO-LEY-1": False, "DEMO-POL-1": True}
    found = provisions_for("BO", rights=["education", "liberty"])
    assert [each.law[:9] for each in found] == ["Ley de ej", "Política "]
    assert len(statuses_of_country("BO")) == 3
