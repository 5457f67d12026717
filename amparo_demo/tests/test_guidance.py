"""Guidance of the demo: what stands where, and that its stories do not fail."""

import pytest

from amparo.foundation.core.code_lists import codes
from amparo.foundation.standards.models import Adoption
from amparo.pillars.guidance import shipped
from amparo.pillars.guidance.item_links import broken_links
from amparo.pillars.guidance.models import Edition, ItemLink, Product, Remark
from amparo_demo import guidance, staff
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.nightly
def test_guidance_of_the_demo():
    codes.load()
    world = World(password="none")
    staff.fill(world)
    guidance.fill(world)
    world.play()
    assert Product.objects.shipped().count() == len(shipped.cards())
    procedure = Product.objects.get(key="sop-04-children-alone")
    assert procedure.current.number == 2
    assert procedure.current.is_endorsed
    outdated = dict(procedure.current.languages.values_list("language", "outdated"))
    assert outdated == {"es": 0, "en": 0, "fr": 1}
    linked = {each.code for each in ItemLink.objects.filter(section__edition=procedure.current)}
    assert linked == {"tracing.request", "child.assessment", "return.best_interests"}
    section = procedure.working.sections.get(key="assess")
    text = section.texts.get(language="es").markdown
    [broken] = broken_links(text, section.item_links.all())
    assert broken.text == "Segunda lectura en dos días"
    assert Adoption.objects.in_force().count() == 2
    assert Remark.objects.open().count() == 1
    handbook = Product.objects.get(key="handbook-interpreters")
    assert set(handbook.current.languages.values_list("language", flat=True)) == {
        "ar", "en", "es", "fr",
    }  # fmt: skip
    shown = handbook.current.texts.filter(section__key="during", markdown__contains="](figure:")
    assert shown.count() == 4
    withdrawn = Edition.objects.get(state=Edition.State.WITHDRAWN)
    assert withdrawn.successor == handbook
    held = {each.main_role.code for each in world.users.values() if each.main_role}
    assert held >= {"guidance_author", "translator", "guidance_reviewer", "endorser"}
