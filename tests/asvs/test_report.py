"""The page about ASVS says what the tests hold today, and what nothing holds."""

from tests.asvs import report
from tests.asvs.requirements import CHECKS, GAPS, TITLES


def test_the_page_is_of_today():
    fresh = report.REPORT.read_text(encoding="utf-8") == report.text()
    assert fresh, "Make it anew: python -m tests.asvs.report"


def test_it_is_about_79_in_their_chapters():
    assert len(CHECKS) == len({check.id for check in CHECKS}) == 79
    assert {report._chapter(check.id) for check in CHECKS} == set(TITLES)


def test_each_of_them_is_held_or_said_to_be_missing():
    silent = [c.id for c in CHECKS if report.state(c) == "missing" and c.id not in GAPS]
    assert silent == [], "Name a test after it, or say in gaps.py why there is none."


def test_a_gap_is_of_one_of_them_and_says_why():
    assert set(GAPS) <= {check.id for check in CHECKS}
    assert all(len(why) > 40 for why in GAPS.values())


def test_what_nothing_holds_is_never_counted_as_kept():
    figures = report.counts()
    assert figures["kept"] + figures["in part"] + figures["missing"] == 79
    assert report.state(report.Check("V99.1.1", 1, "Nothing holds this.")) == "missing"
