"""A grandmother who looks for Nayeli, and a colleague with leave for tracing."""

import pytest
from django.utils import translation

from amparo.pillars.assistance.family_tracing.tests import story


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is looked for in the words of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def tracer(cast):
    return story.tracer(cast)


@pytest.fixture
def sought(cast, tracer):
    return story.asked(cast)


@pytest.fixture
def found(cast, nayeli):
    """Nayeli, whose guardian agreed that her family is looked for."""
    story.agree(nayeli, by=cast.caseworker)
    return nayeli


@pytest.fixture
def match(sought, found, tracer):
    from amparo.pillars.assistance.family_tracing.models import TracingMatch

    return TracingMatch.propose(sought, found, by=tracer)


@pytest.fixture
def child_case(cast, found):
    return cast.open_case(person=found, kind="child_protection")
