"""Courses of the demo: three are taught, one has an endorsement, one a next version."""

import pytest

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization
from amparo.pillars.training.models import Competency, Course, CourseVersion, SetAsideNeed
from amparo.pillars.training.presenters.needs import NeedsPage
from amparo_demo import staff
from amparo_demo.training import courses
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.nightly
def test_courses_of_the_demo():
    codes.load()
    world = World(password="none")
    staff.fill(world)
    for name in (courses.SCHOOLS, courses.MINISTRY):
        world.organizations[name] = Organization.objects.create(name=name, kind="government")
    courses.fill(world)
    world.play()
    assert Competency.objects.count() == 6
    border = Course.objects.get(code="VOT-1").current
    assert len(border.endorsements_in_force()) == 1
    assert border.languages == ["es", "en", "fr", "ar"]
    assert CourseVersion.objects.filter(state="published").count() == 3
    assert CourseVersion.objects.get(state="draft").course.code == "SAL-1"
    assert SetAsideNeed.objects.in_force().count() == 1
    [need] = NeedsPage(world.users["training"], world.today).rows
    assert need.organization.name == courses.POLICE
    assert [each.url for each in need.courses] == [border.course.get_absolute_url()]
