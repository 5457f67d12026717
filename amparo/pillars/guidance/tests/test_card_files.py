"""The cards that ship: short, in four languages, of one structure, with known codes."""

import csv
import re
import tomllib
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

import amparo.foundation.protection
import amparo.pillars.guidance

CARDS = Path(amparo.pillars.guidance.__file__).parent / "data" / "cards"
CODES = Path(amparo.foundation.protection.__file__).parent / "data"
PATHS = sorted(CARDS.glob("*.toml"))

LEAST = 60
LANGUAGES = ("en", "es", "fr", "ar")
FIELDS = {"key", "steps", "audience", "themes", "review_months", "rights", "sources"}
OPTIONAL = {"services"}
MOST_WORDS, MOST_LINES = 120, 5
LONGEST_KEY, LONGEST_TITLE, LONGEST_ITEM = 50, 60, 90


def codes_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


CASEWORK = codes_in(
    """case.intake case.screening case.risk case.needs case.plan case.referral case.service
    case.follow_up case.transfer case.conference case.closure case.safety_alert
    flag.danger_now flag.suicide_risk flag.medical flag.child_without_adult flag.asylum_wish
    flag.trafficking_signs flag.detention flag.statelessness
    consent.record consent.exception referral.receive incident.report field.offline
    interpreter.use communication.safe privacy.request"""
)
PROCEDURES = codes_in(
    """return.voluntariness return.asylum_wish return.safe_return return.sharing_consent
    return.best_interests return.fitness_to_travel return.trafficking_safety
    return.travel_documents return.exit_permission return.counselling reintegration.plan
    trafficking.screening trafficking.determination trafficking.reflection
    child.assessment child.determination child.age
    tracing.request tracing.verification tracing.reunification
    complaint.receive complaint.answer complaint.sexual_exploitation"""
)
COVERED = CASEWORK | PROCEDURES
AUDIENCES = codes_in("caseworker supervisor data_officer provider official trainer migrant")
THEMES = codes_in(
    """children trafficking return health gbv rights asylum data_protection assistance family
    detention accountability"""
)

# Five figures or more in a row, whatever stands between them: a telephone number.
TELEPHONE = re.compile(r"\d(?:[\s().+/-]*\d){4,}")
# What a card never holds: links, pictures, headings, HTML, straight quotes.
MARKUP = re.compile(r"[<>#`_\[\]\"]|https?:|www\.")
ARABIC = re.compile(r"[\u0600-\u06ff]")


@cache
def card_in(path: Path) -> dict:
    return tomllib.loads(path.read_text("utf-8"))


@cache
def codes_of(table: str) -> frozenset[str]:
    with (CODES / table).open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file))


def texts_of(said: dict) -> list[str]:
    """Title, body and each item of the checklist, in their order."""
    return [said["title"], said["body"], *said["checklist"]]


def words_in(text: str) -> int:
    """Signs that stand by themselves, like a dash or «, are no words."""
    return sum(any(sign.isalnum() for sign in part) for part in text.split())


def lines_of(body: str) -> list[str]:
    return [line for line in body.splitlines() if line.strip()]


def structure_of(said: dict) -> tuple[list[bool], int]:
    """For each line of the body whether it is one of a list; and the items of the checklist."""
    return [line.startswith("- ") for line in lines_of(said["body"])], len(said["checklist"])


def arabic_share(text: str) -> float:
    letters = [sign for sign in text if sign.isalpha()]
    return sum(bool(ARABIC.match(letter)) for letter in letters) / len(letters)


each_card = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_enough_cards_ship():
    assert len(PATHS) >= LEAST


def test_each_step_has_a_card():
    assert {step for path in PATHS for step in card_in(path)["steps"]} >= COVERED


@each_card
def test_a_card_has_its_fields_and_four_languages(path):
    card = card_in(path)
    assert set(card) - OPTIONAL == FIELDS | set(LANGUAGES)
    assert all(set(card[each]) == {"title", "body", "checklist"} for each in LANGUAGES)
    assert all(text.strip() for each in LANGUAGES for text in texts_of(card[each]))


@each_card
def test_a_card_is_named_as_its_file(path):
    assert card_in(path)["key"] == path.stem
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem)
    assert len(path.stem) <= LONGEST_KEY


@each_card
def test_codes_are_known(path):
    card = card_in(path)
    assert card["steps"] or card["audience"] == ["migrant"]
    assert set(card["steps"]) <= CASEWORK | PROCEDURES
    assert card["audience"]
    assert set(card["audience"]) <= AUDIENCES
    assert card["themes"]
    assert set(card["themes"]) <= THEMES
    assert set(card["rights"]) <= codes_of("rights.csv")
    assert set(card.get("services", ())) <= codes_of("service_types.csv")
    assert 1 <= card["review_months"] <= 36


@each_card
def test_a_card_names_its_sources(path):
    sources = card_in(path)["sources"]
    assert sources
    for source in sources:
        assert set(source) in ({"instrument", "articles"}, {"work"})
        assert all(value.strip() for value in source.values())
        assert source.get("instrument", "CRC") in codes_of("instruments.csv")


@each_card
@in_each_language
def test_a_card_is_short(path, language):
    said = card_in(path)[language]
    assert words_in(said["body"]) <= MOST_WORDS
    assert len(said["title"]) <= LONGEST_TITLE
    assert 3 <= len(said["checklist"]) <= 6
    assert max(map(len, said["checklist"])) <= LONGEST_ITEM


@each_card
@in_each_language
def test_a_body_is_one_list_or_a_few_paragraphs(path, language):
    body = card_in(path)[language]["body"]
    lines = lines_of(body)
    assert 1 <= len(lines) <= MOST_LINES
    assert len({line.startswith("- ") for line in lines}) == 1
    assert body.count("**") in (0, 2)


@each_card
def test_each_language_has_the_same_structure(path):
    card = card_in(path)
    shapes = {each: structure_of(card[each]) for each in LANGUAGES}
    assert all(shape == shapes["en"] for shape in shapes.values()), shapes


@each_card
def test_no_text_is_equal_in_two_languages(path):
    card = card_in(path)
    for one, other in combinations(LANGUAGES, 2):
        assert not set(texts_of(card[one])) & set(texts_of(card[other])), (one, other)


@each_card
@in_each_language
def test_each_language_has_its_script(path, language):
    for text in texts_of(card_in(path)[language]):
        share = arabic_share(text)
        assert share > 0.8 if language == "ar" else share == 0, text


@each_card
@in_each_language
def test_a_card_holds_plain_text_and_no_telephone_number(path, language):
    for text in texts_of(card_in(path)[language]):
        assert not MARKUP.search(text), text
        assert not TELEPHONE.search(text), text


def test_titles_are_not_used_twice():
    for language in LANGUAGES:
        titles = [card_in(path)[language]["title"] for path in PATHS]
        assert len(titles) == len(set(titles)), language
