"""The latest assessment of best interests by domain: what was found, and what nobody looked at."""

import pytest
from django.utils import translation

from amparo.pillars.assistance.child_protection.assessment_domains import (
    DOMAINS,
    LINE_LENGTH,
    AssessedDomains,
    in_one_line,
)
from amparo.pillars.assistance.child_protection.models import BestInterestsAssessment

from .conftest import ASSESSED as FOUND

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(client, child, caseworker):
    """The words of the panel, as one reads it."""

    def read(user=caseworker):
        client.force_login(user)
        return client.get(child.get_absolute_url()).text.split('id="domains"')[1].split(
            'id="interests"'
        )[0]  # fmt: skip

    return read


@pytest.fixture
def assess(child, caseworker):
    def make(**found):
        return BestInterestsAssessment.make(
            child, by=caseworker, urgency="now", found={**FOUND, **found}
        )

    return make


def test_without_an_assessment_nothing_is_assessed(panel):
    assert "Not assessed" in panel()
    assert f"0 of {len(DOMAINS)} domains assessed" in panel()
    assert "<table" not in panel()


def test_each_domain_stands_with_what_was_found_or_that_nobody_looked(panel, assess):
    assess(health="A cough.\nFor three weeks.")
    text = panel()
    assert f"3 of {len(DOMAINS)} domains assessed" in text
    assert "A cough. For three weeks." in text
    assert text.count("Nobody has looked at this.") == len(DOMAINS) - 3
    assert text.count("mark-warn") == len(DOMAINS) - 3
    # That somebody looked says nothing of how the child is.
    assert "mark-good" not in text
    assert "Immediately" in text
    # What is advised stands under the domains.
    assert text.index("</table>") < text.index(FOUND["recommendations"])


def test_the_latest_counts_and_says_how_it_stands(panel, assess, supervisor):
    assess(health="Well.").answer_it(by=supervisor, approved=False, note="And the family?")
    assert "Returned for changes" in panel()
    assess(family="A mother in Oruro.")
    text = panel()
    assert "A mother in Oruro." in text
    assert "Well." not in text
    assert "Pending supervisor review" in text


def test_a_long_finding_is_one_line_and_the_whole_is_a_link_away(panel, assess):
    assessment = assess(history="word " * 400)
    [line] = [each for each in AssessedDomains(assessment) if each.found.startswith("word")]
    assert len(line.found) <= LINE_LENGTH
    assert line.found.endswith("…")
    assert assessment.get_absolute_url() in panel()
    assert in_one_line(" \n ") == ""


def test_whoever_may_not_read_the_case_reads_nothing(client, child, assess, stranger):
    assess()
    client.force_login(stranger)
    assert client.get(child.get_absolute_url()).status_code == 404


def test_it_stands_before_the_next_decision(client, child, caseworker):
    client.force_login(caseworker)
    page = client.get(child.get_absolute_url()).text
    assert page.index('id="domains"') < page.index('id="interests"')
    assert page.index('id="domains"') < page.index("Start BID")


def test_it_is_said_in_every_language(assess):
    domains = AssessedDomains(assess())
    english = domains.summary
    for language in ("es", "fr", "ar"):
        with translation.override(language):
            assert domains.summary != english
