"""The survey that Amparo comes with, published; and rounds held by it."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.models import SurveyResponse


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def version(data_officer):
    version, _at_closure = standard_instruments.add(by=data_officer)
    version.publish(by=data_officer)
    return version


@pytest.fixture
def answers():
    """All of the best, everywhere."""
    return {
        item.code: max(item.scores, key=lambda code, item=item: item.scores[code] or 0)
        for item in _survey().items
        if item.scores
    }


@pytest.fixture
def worst():
    return {
        item.code: min(
            (code for code, value in item.scores.items() if value is not None),
            key=lambda code, item=item: item.scores[code],
        )
        for item in _survey().items
        if item.scores
    }


def _survey():
    from amparo.pillars.assistance.surveys.instrument_reader import read

    return read(standard_instruments.files()[0].read_bytes())


@pytest.fixture
def today(case):
    return case.office.today()


@pytest.fixture
def asked(case, version, today):
    """What is said before the first question."""
    return {
        "person": case.person, "version": version, "wave": "w0", "mode": "office",
        "language": "es", "on": today, "returned_on": today - timedelta(days=10),
    }  # fmt: skip


@pytest.fixture
def hold(case, caseworker, asked, answers):
    def hold(**how) -> SurveyResponse:
        by = how.pop("by", caseworker)
        return SurveyResponse.hold(case, by=by, **{"answers": answers, **asked, **how})

    return hold
