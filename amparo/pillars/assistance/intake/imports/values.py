"""Each value of a register, read by what its column holds: a reader a field.

A reader is given the cell and the `Asked` about it; it returns what it understood (field → value)
and says what was wrong. Nothing is guessed in silence.
"""

import re

from amparo.foundation.core.spreadsheets.validation import ProblemKind

from . import validation as t
from .country_names import countries, is_stateless, read_country
from .dates import OLDEST, PartialDate, is_placeholder, read_age, read_date
from .language_names import read_language
from .numbers import document_number, email, phones
from .synonyms import code_for, is_unknown, normalize, similar_codes
from .unclear_values import Reader, UnclearCell, UnreadableValue, Values, text_into

LONGEST_NAME = 200
HEARS_SILENCE = frozenset(["consent"])
COUNTRIES = frozenset(["nationality", "second_nationality", "document_country"])
NAMES = frozenset(
    ["given_names", "middle_names", "family_names", "second_family_name", "full_name",
     "original_name", "alias", "father_name", "mother_name"]
)  # fmt: skip
_MANY = re.compile(r"\s*[;,/|\n،؛+&]\s*|\s+(?:y|e|and|et)\s+|\s+و(?:\s+)?(?=\w{3})")
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")


def parse_value(name: str, asked: UnclearCell) -> Values:
    """What a cell says of the field `name`; nothing where it is empty or only says «unknown»."""
    try:
        return {} if _says_nothing(name, asked) else PARSERS[name](asked)
    except UnreadableValue as doubt:
        asked.note(doubt.remark)
        return {}


def _says_nothing(name: str, asked: UnclearCell) -> bool:
    """Whether a cell is empty in its words; some of those words are names, or codes of ISO."""
    text = asked.text
    if name in HEARS_SILENCE or not is_unknown(text):
        return False
    if name in NAMES:  # Na, Nan and Null are family names
        return not text.isalpha() or len(text) > 4
    if name in COUNTRIES and text.isupper() and text.casefold() in countries():
        return _country_is_unknown(asked)
    return name != "language" or text.casefold() not in ("so", "sd")


def _country_is_unknown(asked: UnclearCell) -> bool:
    """SO is Somalia or «sans objet»: only its column can tell."""
    settled = asked.setting.country_codes.get(asked.column)
    if not settled:
        raise UnreadableValue(t.COUNTRY_OR_NOTHING, asked.text)
    return settled == "unknown"


def name_into(name: str) -> Reader:
    """A name is kept as it is written: its case, its order, its script."""
    plainly = text_into(name, most=LONGEST_NAME)

    def read(asked: UnclearCell) -> Values:
        if any(letter.isdigit() for letter in asked.text):
            asked.say(t.NAME_WITH_FIGURES)
        return plainly(asked)

    return read


def full_name(asked: UnclearCell) -> Values:
    """«Mamani Quispe, Rosa» says which part is which; anything else stays whole and unsure."""
    whole = name_into("full_name")(asked)
    text = str(whole["full_name"])
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma and family and given and "," not in given:
        return {"given_names": given, "family_names": family}
    if _ARABIC_LETTER.search(text) and not _LATIN_LETTER.search(text):
        whole["original_name"] = text
    return {**whole, "name_is_whole": True}


def code_into(name: str, words: str = "", *, otherwise: ProblemKind = t.WORD_UNKNOWN) -> Reader:
    """A word for a code of a list; an unknown one comes with those that it resembles."""
    listed = words or name

    def read(asked: UnclearCell) -> Values:
        text = _yes_or_no(asked)
        if code := code_for(listed, text):
            return {name: code}
        raise UnreadableValue(otherwise, *similar_codes(listed, text))

    return read


def sex(asked: UnclearCell) -> Values:
    """M is masculino or mujer: only the other letters of its column can tell."""
    if normalize(asked.text) == "m":
        if settled := asked.setting.letter_m.get(asked.column):
            return {"sex": settled}
        raise UnreadableValue(t.SEX_AMBIGUOUS, "female", "male")
    return code_into("sex", otherwise=t.SEX_UNKNOWN)(asked)


def gender(asked: UnclearCell) -> Values:
    if normalize(asked.text) == "m":
        settled = sex(asked)["sex"]
        return {"gender": "woman" if settled == "female" else "man"}
    return code_into("gender")(asked)


def birth_date(asked: UnclearCell) -> Values:
    if is_placeholder(asked.cell):
        raise UnreadableValue(t.DATE_PLACEHOLDER)
    moment = _moment(asked, OLDEST)
    return {
        "birth_date": moment.day,
        "birth_year": moment.year,
        "birth_precision": moment.precision,
    }


def birth_year(asked: UnclearCell) -> Values:
    found = birth_date(asked)
    return {"birth_year": found["birth_year"], "birth_precision": "year"}


def age(asked: UnclearCell) -> Values:
    years, is_about = read_age(asked.cell)
    return {"age": years, "age_is_about": is_about}


def day_into(name: str) -> Reader:
    """A day of work: whole, not to come, and of our own times."""

    def read(asked: UnclearCell) -> Values:
        if is_placeholder(asked.cell):
            raise UnreadableValue(t.DATE_PLACEHOLDER)
        moment = _moment(asked, 80)
        if moment.precision != "exact":
            raise UnreadableValue(t.DATE_NOT_WHOLE)
        return {name: moment.day}

    return read


def nationality(asked: UnclearCell) -> Values:
    """One country or several; «apátrida» among them is no country but a fact of its own."""
    if is_stateless(asked.text):
        return {"statelessness": "stateless"}
    try:
        return {"nationalities": [read_country(asked.text)]}
    except UnreadableValue:
        parts = _parts(asked.text)
        if len(parts) < 2:
            raise
    return {"nationalities": [read_country(part) for part in parts]}


def country_into(name: str) -> Reader:
    return lambda asked: {name: read_country(asked.text)}


def languages(asked: UnclearCell) -> Values:
    try:
        return {"languages": [read_language(asked.text)]}
    except UnreadableValue:
        parts = _parts(asked.text)
        if len(parts) < 2:
            raise
    return {"languages": [code for part in parts if (code := _language(part, asked))]}


def consent(asked: UnclearCell) -> Values:
    """Without a yes nobody enters: silence is no consent, nor is a word that we do not know."""
    if is_unknown(asked.text):
        raise UnreadableValue(t.CONSENT_MISSING)
    answer = code_for("yes_no", _yes_or_no(asked))
    if answer == "no":
        raise UnreadableValue(t.CONSENT_REFUSED)
    if answer != "yes":
        raise UnreadableValue(t.CONSENT_UNREADABLE, "yes", "no")
    return {"consent": True}


def yes_or_no_into(name: str) -> Reader:
    def read(asked: UnclearCell) -> Values:
        answer = code_for("yes_no", _yes_or_no(asked))
        if not answer:
            raise UnreadableValue(t.WORD_UNKNOWN, "yes", "no")
        return {name: answer == "yes"}

    return read


def _yes_or_no(asked: UnclearCell) -> str:
    return ("no", "yes")[asked.cell] if isinstance(asked.cell, bool) else asked.text


def _moment(asked: UnclearCell, oldest: int) -> PartialDate:
    setting = asked.setting
    order = setting.date_orders.get(asked.column, "")
    moment = read_date(
        asked.cell,
        today=setting.today,
        order=order,
        since_1904=setting.since_1904,
        oldest=oldest,
    )
    for remark in moment.remarks:
        asked.note(remark)
    return moment


def _parts(text: str) -> list[str]:
    return [part for part in _MANY.split(text) if part]


def _language(text: str, asked: UnclearCell) -> str:
    try:
        return read_language(text)
    except UnreadableValue as doubt:
        asked.note(doubt.remark)
        return ""


PARSERS: dict[str, Reader] = {
    "id_in_register": text_into("id_in_register", most=LONGEST_NAME),
    "given_names": name_into("given_names"),
    "middle_names": name_into("middle_names"),
    "family_names": name_into("family_names"),
    "second_family_name": name_into("second_family_name"),
    "full_name": full_name,
    "original_name": name_into("original_name"),
    "alias": text_into("alias", most=LONGEST_NAME),
    "father_name": name_into("father_name"),
    "mother_name": name_into("mother_name"),
    "sex": sex,
    "gender": gender,
    "birth_date": birth_date,
    "age": age,
    "birth_year": birth_year,
    "birth_place": text_into("birth_place", most=LONGEST_NAME),
    "nationality": nationality,
    "second_nationality": nationality,
    "statelessness": code_into("statelessness"),
    "language": languages,
    "interpreter": code_into("interpreter"),
    "literacy": code_into("literacy"),
    "document_type": code_into("document_type", "document_kind"),
    "document_number": document_number,
    "document_country": country_into("document_country"),
    "phone": phones,
    "email": email,
    "address": text_into("address"),
    "place": text_into("place", most=LONGEST_NAME),
    "safe_contact": text_into("safe_contact"),
    "safe_channel": code_into("safe_channel"),
    "support_needs": text_into("support_needs"),
    "migration_status": code_into("migration_status"),
    "family_id": text_into("family_id", most=LONGEST_NAME),
    "family_head": yes_or_no_into("family_head"),
    "family_relation": code_into("family_relation"),
    "opened_on": day_into("opened_on"),
    "case_kind": code_into("case_kind"),
    "case_status": code_into("case_status"),
    "risk": code_into("risk", "risk_level"),
    "consent": consent,
    "consent_on": day_into("consent_on"),
    "notes": text_into("notes"),
}
