"""Checks of an XLSForm before it is used: what is wrong, missing or unsafe."""

import re
from collections.abc import Container, Iterator
from functools import cache

from babel import Locale

from amparo.foundation.core.accounts.roles import CLASSES
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.spreadsheets.validation import ImportProblem, problem
from amparo.ui.languages import CODES, LANGUAGES, SOURCE

from .. import form_mapping
from . import validation
from .workbook import SheetLine, Workbook

PURPOSE, SENSITIVITY = "bind::amparo:purpose", "bind::amparo:sensitivity"
# The record and field an answer belongs to, and the answer that counts where it is not a yes.
TARGET, TARGET_WHEN = "bind::amparo:target", "bind::amparo:target_when"
# Says nothing of somebody by itself.
PLAIN = "plain"
TITLE_COLUMNS = ("form_title", "title", "set form title")
SENDS_ELSEWHERE = ("submission_url", "auto_send")
TITLED_BY = "form_name"
IDENTIFYING = ("identity", "contact")
NO_ANSWER = {
    "note", "calculate", "start", "today", "deviceid", "username", "email", "phonenumber",
    "audit", "hidden", "start-geopoint", "background-audio", "background-geopoint",
}  # fmt: skip
MAPS = {"maps", "placement-map", "map"}
_NEVER = ("no", "false", "false()")
_ONLY_COLLECT = {"draw", "signature", "annotate"}
_ONLY_COLLECT_TYPES = {"audio", "osm", "barcode", "audit", "background-audio", "video"}
_NAMED = re.compile(r"\$\{\s*(?:last-saved#)?([^}\s]+)\s*\}")
_OTHER_NAMES = {"castellano": "es", "espanol": "es", "francais": "fr"}
_LANGUAGE = re.compile(r"\(([a-z]{2,3})[^)]*\)\s*$")


def find_problems(book: Workbook) -> list[ImportProblem]:
    """All that keeps it from being used, and all that should be thought of again."""
    return [*book.problems, *_of_settings(book), *_of_survey(book), *_of_choices(book)]


def languages(book: Workbook) -> list[str]:
    """The columns in which it speaks, as it writes them: `Español (es)`."""
    found: dict[str, None] = {}
    for header in book.headers.values():
        for column in header:
            name, _colons, language = column.partition("::")
            if name == "label" and language:
                found[language] = None
    return list(found)


def titles(book: Workbook) -> dict[str, str]:
    """What it is called in each language, by its code: pyxform takes one title alone, so it
    stands as a note of this name.
    """
    named = next((line for line in book.survey if line.get("name") == TITLED_BY), None)
    found = {code_of(each): named.get(f"label::{each}") for each in languages(book) if named}
    return {code: words for code, words in found.items() if code and words}


def code_of(language: str) -> str:
    """`Español (es)` is es; a name alone is known of the languages of the product."""
    told = _LANGUAGE.search(language)
    return told[1] if told else _language_names().get(language.strip().casefold(), "")


@cache
def _language_names() -> dict[str, str]:
    """Codes of the languages of the product, by code, own name and English name."""
    english = Locale.parse(SOURCE).languages
    found = {
        name.casefold(): each.code
        for each in LANGUAGES
        for name in (each.code, each.name, english[each.code])
    }
    return found | _OTHER_NAMES


def kind_of(line: SheetLine) -> str:
    """`select_one places` is a `select_one`."""
    return (line.get("type").split() or [""])[0].casefold()


def is_asked(line: SheetLine) -> bool:
    """Whether somebody answers it."""
    kind = kind_of(line)
    return bool(kind) and not kind.startswith(("begin", "end")) and kind not in NO_ANSWER


def is_required(line: SheetLine) -> bool:
    return bool(line.get("required")) and line.get("required").casefold() not in _NEVER


def _of_settings(book: Workbook) -> Iterator[ImportProblem]:
    if not any(map(book.setting, TITLE_COLUMNS)):
        yield problem(validation.NO_TITLE, 2, "form_title", "")
    for column in SENDS_ELSEWHERE:
        if book.setting(column):
            yield problem(validation.OUTSIDE, 2, column, book.setting(column), setting=column)
    spoken = {code_of(language) for language in languages(book)}
    for code in CODES:
        if code not in spoken:
            yield problem(validation.LANGUAGE_MISSING, 0, f"label::{code}", "", language_code=code)


def is_purpose(code: str) -> bool:
    return codes.find("consent_scope", code) is not None


def is_class(code: str) -> bool:
    return code in CLASSES or code == PLAIN


def tells_who(book: Workbook, identifying: Container[str]) -> list[ImportProblem]:
    """Whether the name of each filled form, which stands in clear in lists on a phone, is made of
    answers that `identifying` names.
    """
    made_of = book.setting("instance_name")
    if any(name in identifying for name in _NAMED.findall(made_of)):
        return [problem(validation.TELLS_WHO, 2, "instance_name", made_of)]
    return []


def _of_survey(book: Workbook) -> Iterator[ImportProblem]:
    spoken = languages(book)
    for line in book.survey:
        yield from _text_problems(line, spoken, said=is_asked(line) or kind_of(line) == "note")
        if is_asked(line):
            yield from _question(line, spoken)
            yield from _target_problems(line, book)


def _question(line: SheetLine, spoken: list[str]) -> Iterator[ImportProblem]:
    if is_required(line) and _says_nothing(line, "required_message", spoken):
        yield problem(validation.NO_MESSAGE, line.row, "required_message", line.get("name"))
    if line.get("constraint") and _says_nothing(line, "constraint_message", spoken):
        yield problem(validation.NO_REASON, line.row, "constraint_message", line.get("name"))
    purpose, sensitivity = line.get(PURPOSE), line.get(SENSITIVITY)
    if purpose and not is_purpose(purpose):
        yield problem(validation.NO_PURPOSE, line.row, PURPOSE, purpose, purpose=purpose)
    if sensitivity and not is_class(sensitivity):
        yield problem(
            validation.NO_SENSITIVITY, line.row, SENSITIVITY, sensitivity, sensitivity=sensitivity
        )
    appearance = set(line.get("appearance").casefold().split())
    if appearance & MAPS:
        yield problem(validation.ASKS_A_MAP, line.row, "appearance", line.get("appearance"))
    if kind_of(line) in _ONLY_COLLECT_TYPES or appearance & _ONLY_COLLECT:
        named = kind_of(line) if kind_of(line) in _ONLY_COLLECT_TYPES else line.get("appearance")
        yield problem(validation.NOT_HERE, line.row, "type", line.get("type"), type=named)


def _target_problems(line: SheetLine, book: Workbook) -> Iterator[ImportProblem]:
    """Whether the answer has a place to go to, and some answer counts."""
    lands, when = line.get(TARGET), line.get(TARGET_WHEN)
    record, _dot, field = lands.partition(".")
    found = form_mapping.find_form_target(record)
    if lands and found is None:
        yield problem(validation.NO_RECORD, line.row, TARGET, lands, record=record)
    elif found and not found.has(field):
        yield problem(validation.NO_FIELD, line.row, TARGET, lands, record=record, field=field)
    if when and when not in _offered(line, book):
        yield problem(validation.NO_SUCH_ANSWER, line.row, TARGET_WHEN, when, answer=when)


def _offered(line: SheetLine, book: Workbook) -> set[str]:
    listed = line.get("type").split()[1:2]
    rows = book.sheets.get("choices", [])
    return {each.get("name") for each in rows if [_list_of(each)] == listed}


def _list_of(line: SheetLine) -> str:
    return line.get("list_name") or line.get("list name")


def _says_nothing(line: SheetLine, column: str, spoken: list[str]) -> bool:
    """Neither once for all, nor in every language."""
    if line.get(column):
        return False
    return not spoken or not all(line.get(f"{column}::{each}") for each in spoken)


def _text_problems(line: SheetLine, spoken: list[str], *, said: bool) -> Iterator[ImportProblem]:
    """What is said in one language is said in all of them."""
    for column in ("label", "hint", "guidance_hint", "constraint_message"):
        there = [each for each in spoken if line.get(f"{column}::{each}")]
        must = said and column == "label" and not line.get("label")
        if there or (must and spoken):
            for each in spoken:
                if each not in there:
                    yield problem(
                        validation.NOT_TRANSLATED, line.row, f"{column}::{each}", line.get("name"),
                        language=each,
                    )  # fmt: skip


def _of_choices(book: Workbook) -> Iterator[ImportProblem]:
    spoken = languages(book)
    for line in book.sheets.get("choices", []):
        yield from _text_problems(line, spoken, said=bool(line.get("name")))
