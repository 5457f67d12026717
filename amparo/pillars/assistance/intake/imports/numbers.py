"""Numbers that name or reach somebody: telephones, e-mail, documents; never made up, never cut."""

import re

import phonenumbers

from .unclear_values import UnclearCell, UnreadableValue, Values, text_into
from .validation import EMAIL_UNREADABLE, NUMBER_SHORTENED, PHONE_UNREADABLE, ZEROS_MAY_BE_LOST

_SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+\d{1,3}$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}$")
_BETWEEN = re.compile(r"\s*[;,|\n،؛]\s*|\s+[yoe]\s+|\s/\s|/(?=\s?\+?\d{6})")


def phones(asked: UnclearCell) -> Values:
    """Telephones in the international way; what is no number is kept as written, and told."""
    if _is_shortened(asked):
        raise UnreadableValue(NUMBER_SHORTENED)
    parts = _BETWEEN.split(asked.text)
    return {"phones": [_phone(part, asked) for part in parts if part]}


def email(asked: UnclearCell) -> Values:
    if not _EMAIL.match(asked.text):
        asked.say(EMAIL_UNREADABLE)
    return {"email": asked.text}


def document_number(asked: UnclearCell) -> Values:
    if _is_shortened(asked):
        raise UnreadableValue(NUMBER_SHORTENED)
    if _is_number(asked):
        asked.say(ZEROS_MAY_BE_LOST)
    return text_into("document_number", most=60)(asked)


def _is_number(asked: UnclearCell) -> bool:
    return isinstance(asked.cell, int | float) and not isinstance(asked.cell, bool)


def _is_shortened(asked: UnclearCell) -> bool:
    """5.91E+11, or more figures than the fifteen that a spreadsheet keeps of a number."""
    if _is_number(asked) and isinstance(asked.cell, int | float):
        return abs(asked.cell) >= 10**15 or asked.cell != int(asked.cell)
    return bool(_SHORTENED.match(asked.text.replace(" ", "")))


def _phone(text: str, asked: UnclearCell) -> str:
    written = f"+{text[2:]}" if text.startswith("00") else text
    for guess in (written, f"+{written}"):
        try:
            number = phonenumbers.parse(guess, asked.setting.region or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    asked.say(PHONE_UNREADABLE)
    return text
