"""The handbook tells of every page, limit and button, and of every field that a form may fill."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import get_commands

from amparo.foundation.core.accounts import sessions, two_factor
from amparo.foundation.core.accounts.roles import ROLES
from amparo.foundation.core.accounts.sign_in_delay import PASSWORD_STEPS
from amparo.foundation.core.models import Office
from amparo.foundation.fieldwork.form_mapping import form_targets
from amparo.foundation.people.models.consent_exceptions import REVIEW_WITHIN
from amparo.foundation.protection.bundled_lists import bundled_codes
from amparo.foundation.protection.risk import Band, BandRule
from amparo.ops import cli, translations
from amparo.pillars.assistance.cases.case_numbers import parse_case_number
from amparo.pillars.assistance.cases.extension_points import timers
from amparo.pillars.assistance.cases.models import Case, CaseSettings
from amparo_demo.staff import STAFF

ROOT = Path(__file__).parent.parent
HANDBOOK = ROOT / "docs" / "handbook"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PAGES = ["README", "rules", *ROLES]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "amparo_xforms/README.md"]
)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:href|src)=\"([^\"]+)\"")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
GAP = re.compile(r"%\(\w+\)s|\{\w+\}")
HEARD = re.compile(r"\| (It says|Dice|Il est écrit|المكتوب) \|")
# Folders that begin with a dot belong to somebody's tools; these are our own.
OUR_FOLDERS = {".boot", ".ci", ".venv"}
OF_AN_OFFICE = ("emergency_hours", "hourly_read_limit", "export_row_limit")
OF_THE_INSTALLATION = (
    "AMPARO_RIGHTS_ANSWERED_DAYS", "AMPARO_ANSWER_KEPT_DAYS", "AMPARO_REGISTER_FILE_KEPT_DAYS",
    "AMPARO_BACKUP_KEPT_DAYS", "AMPARO_AUDIT_RETENTION_YEARS", "AMPARO_SMS_DAILY_LIMIT",
    "AMPARO_TEST_ANSWERS_KEPT_MONTHS", "AMPARO_RUMOUR_WORDS_KEPT_MONTHS",
    "AMPARO_STORY_CONSENT_MONTHS", "AMPARO_STORY_KEPT_MONTHS",
)  # fmt: skip
in_each_language = pytest.mark.parametrize("language", LANGUAGES)
each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=[str(path.relative_to(ROOT)) for path in DOCUMENTS]
)


def read(language: str, page: str) -> str:
    return (HANDBOOK / language / f"{page}.md").read_text(encoding="utf-8")


def row_with(text: str, code: str) -> str:
    """The line of a table that speaks of this code; nothing where none does."""
    return next((line for line in text.splitlines() if f"| `{code}` |" in line), "")


def figure_of(text: str, code: str) -> list[str]:
    """What the table says beside this code, in figures."""
    row = row_with(text, code)
    assert row, f"{code} is not told"
    return re.findall(r"\d+", row.split("|")[3])


@in_each_language
def test_every_role_has_a_page_that_the_index_leads_to(language):
    index = read(language, "README")
    for role in ROLES:
        assert read(language, role).strip()
        assert f"({role}.md)" in index


@in_each_language
@pytest.mark.parametrize("page", PAGES)
def test_every_language_tells_the_same_in_the_same_order(language, page):
    levels = [len(marks) for marks, _title in HEADING.findall(read(language, page))]
    assert levels == [len(marks) for marks, _title in HEADING.findall(read("en", page))]


@in_each_language
def test_every_limit_is_told_with_the_figure_in_force(language):
    rules = read(language, "rules")
    for timer in timers.values():
        told = [str(timer.amount)] if timer.amount else []
        assert figure_of(rules, timer.code) == told, timer.code


@in_each_language
@pytest.mark.parametrize("figure", OF_AN_OFFICE)
def test_what_an_office_sets_is_told_with_its_default(language, figure):
    default = Office._meta.get_field(figure).get_default()
    assert figure_of(read(language, "rules"), figure) == [str(default)]


@in_each_language
@pytest.mark.parametrize("figure", OF_THE_INSTALLATION)
def test_what_the_installation_keeps_is_told_with_its_years_and_days(language, figure):
    assert figure_of(read(language, "rules"), figure) == [str(getattr(settings, figure))]


@in_each_language
def test_every_band_is_told_with_its_threshold(language):
    rules, rule = read(language, "rules"), BandRule()
    assert all(row_with(rules, band.code) for band in Band)
    assert f"({rule.severe})" in row_with(rules, "high")
    assert f"({rule.moderate})" in row_with(rules, "high")
    assert f"({rule.answering})" in rules
    assert rule.several == 3  # told in words


@in_each_language
def test_every_restricted_group_is_told(language):
    groups = set(Case.Confidentiality.values) - {"ordinary"}
    assert all(row_with(read(language, "rules"), group) for group in groups)


@in_each_language
def test_figures_told_in_words_are_those_in_force(language):
    rules = read(language, "rules")
    caseload = CaseSettings._meta.get_field("caseload").default
    assert re.search(rf"\b{caseload}\b", rules)
    assert re.search(rf"\b{REVIEW_WITHIN.total_seconds() // 3600:.0f}\b", rules)
    number = re.search(r"AMP-[\d-]+\d", rules)
    assert number
    assert parse_case_number(number.group())


@in_each_language
def test_how_long_a_screen_waits_and_how_often_one_may_try_is_told(language):
    told = set(re.findall(r"\b\d+\b", read(language, "README")))
    minutes = [sessions.IDLE_WHEN_SHARED, sessions.IDLE, two_factor.LASTS]
    assert {str(each.seconds // 60) for each in minutes} <= told
    assert str(sessions.LONGEST.seconds // 3600) in told
    assert str(PASSWORD_STEPS[-1]) in told


@in_each_language
def test_every_command_is_told_and_no_other(language):
    told = set(
        re.findall(r"^\| `amparo ([\w-]+)` \|", read(language, "administrator"), re.MULTILINE)
    )
    worth_knowing = {name for group in cli.GROUPS.values() for name in group}
    known = {*get_commands(), "translations"}
    assert told == {name for name in worth_knowing if cli.module_of(name) in known}


def test_what_is_in_bold_stands_on_a_screen():
    said = _said()
    for page in PAGES:
        missing = {text for text in bold(read("en", page)) if text[-1] != "."} - said - {"bold"}
        assert not missing, f"{page}.md tells of {missing}, which no page says"


@in_each_language
@pytest.mark.parametrize("page", PAGES)
def test_what_is_in_bold_is_said_as_the_screen_says_it(language, page):
    pairs = zip(bold(read("en", page)), bold(read(language, page)), strict=True)
    said = translated(language)
    other = {ours: said[text] for text, ours in pairs if differs(ours, said.get(text, set()))}
    assert not other, f"in {language}/{page}.md, and on the screen: {other}"


def bold(text: str) -> list[str]:
    return [" ".join(each.split()) for each in re.findall(r"\*\*([^*]+?)\*\*", text)]


def differs(ours: str, screen: set[str]) -> bool:
    """Whether the screen says it, and in none of its contexts as we do."""
    return bool(screen) and ours.casefold() not in {
        " ".join(each.split()).casefold() for each in screen
    }


@in_each_language
@pytest.mark.parametrize("page", ROLES)
def test_messages_are_told_as_the_screen_says_them(language, page):
    """Somebody who looks for what stands before them finds it word by word."""
    said = translated(language)
    pairs = zip(messages(read("en", page)), messages(read(language, page)), strict=True)
    for english, ours in pairs:
        sentence = sentence_of(english)
        assert sentence, f"{page}.md tells of “{english}”, which no page says"
        found = [as_said(each) for each in said.get(sentence, {sentence})]
        assert any(each.fullmatch(ours) for each in found), f"{language}: “{ours}”"


def messages(text: str) -> list[str]:
    """What the house says, in the tables that tell what to do then."""
    tables = [table for table in text.split("\n\n") if HEARD.match(table)]
    rows = [row for table in tables for row in table.splitlines()[2:]]
    return [" ".join(row.split("|")[1].split()) for row in rows]


def sentence_of(message: str) -> str:
    """The sentence of the house that this is; the gaps of none make up half of it."""
    told = [each for each in _said() if as_said(each).fullmatch(message)]
    nearest = max(told, key=lambda each: len(GAP.sub("", each)), default="")
    return nearest if 2 * len(GAP.sub("", nearest)) > len(message) else ""


@cache
def as_said(sentence: str) -> re.Pattern[str]:
    """A sentence, whatever stands in its gaps."""
    return re.compile(".+".join(map(re.escape, GAP.split(" ".join(sentence.split())))))


def translated(language: str) -> dict[str, set[str]]:
    """What a reader of this language meets for each English sentence, where it is translated: one
    text for each context in which it stands.
    """
    path = translations.ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file)
    said: dict[str, set[str]] = {}
    for each in catalogue:
        if isinstance(each.id, str) and each.id:
            said.setdefault(each.id, set()).add(each.string)
    return said


@cache
def _said() -> set[str]:
    """Every sentence and every word of a list, as a reader meets them in English."""
    return translations.source_texts() | {line.labels["en"] for line in bundled_codes()}


@pytest.mark.parametrize("document", ["README.md", "README.es.md"])
def test_who_is_offered_on_the_first_page_is_named_in_the_readme(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    offered = [name for _account, name, *_more in STAFF[:10]]
    assert [each for each in offered if f"\n| {each} |" in text] == offered


@each_document
def test_links_lead_somewhere(document):
    for target in links_of(document):
        path, _hash, anchor = target.partition("#")
        there = (document.parent / path).resolve() if path else document
        assert there.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in anchors_of(there), f"{target}: no such heading"


def links_of(document: Path) -> list[str]:
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    found = (link or address for link, address in LINK.findall(text))
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors_of(document: Path) -> set[str]:
    """The addresses of its headings, as pages that show Markdown make them."""
    titles = (title for _marks, title in HEADING.findall(document.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@each_document
def test_no_document_names_a_place_on_one_machine_only(document):
    text = document.read_text(encoding="utf-8")
    assert not re.findall(r"(?<![\w.:/])/(?:home|root|tmp|opt|srv|mnt|work|Users)/", text)
    assert not re.findall(r"\b[A-Z]:\\", text)
    folders = set(re.findall(r"(?<![\w/.])(\.[a-z][\w-]*)/", text))
    assert folders <= OUR_FOLDERS, f"somebody's tool: {folders - OUR_FOLDERS}"


def test_every_decision_is_on_their_list():
    decisions = ROOT / "docs" / "decisions"
    pages = {path.name for path in decisions.glob("*.md")} - {"README.md"}
    assert set(links_of(decisions / "README.md")) == pages


# The handbook names the records and fields that a form may fill, and no others.

NAME = re.compile(r"`(\w+)`")
FIRST = "| `case` | `number`"


def table() -> list[list[str]]:
    """Its lines, cell by cell."""
    text = read("en", "data_officer")
    lines = text[text.index(FIRST) :].split("\n\n")[0].splitlines()
    return [line.split("|")[1:-1] for line in lines]


def test_every_record_that_takes_answers_is_in_the_table_and_no_other():
    assert [NAME.findall(row[0]) for row in table()] == [[each.record] for each in form_targets()]


@pytest.mark.parametrize("landing", form_targets(), ids=lambda each: each.record)
def test_every_field_is_told_and_so_is_the_list_whose_codes_are_fields(landing):
    _nothing, _record, fields, becomes, _end = row_with(
        read("en", "data_officer"), landing.record
    ).split("|")
    assert sorted(NAME.findall(fields)) == sorted(landing.fields)
    assert NAME.findall(becomes) == ([landing.coded] if landing.coded else [])
