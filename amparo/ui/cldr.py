"""Countries, languages, currencies and days, in the reader's own language (Unicode CLDR)."""

from functools import lru_cache

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language


def _locale() -> Locale:
    return _parsed(get_language() or "en")


@lru_cache
def _parsed(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def country(code: str) -> str:
    """The name of a country by its ISO 3166-1 code; the code itself where none is known."""
    return _locale().territories.get(code, code)


def language(code: str) -> str:
    """The name of a language by its ISO 639 code."""
    return _locale().languages.get(code, code)


def countries() -> list[tuple[str, str]]:
    return _countries(get_language() or "en")


@lru_cache
def _countries(language: str) -> list[tuple[str, str]]:
    names = _parsed(language).territories
    found = [
        (c, n) for c, n in names.items() if len(c) == 2 and c.isalpha() and c not in _NOT_LANDS
    ]
    return [("", ""), *sorted(found, key=lambda each: _plain(each[1]))]


# Codes of CLDR that are no country or territory.
_NOT_LANDS = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})


def languages() -> list[tuple[str, str]]:
    return _languages(get_language() or "en")


@lru_cache
def _languages(language: str) -> list[tuple[str, str]]:
    names = _parsed(language).languages
    found = [(code, name) for code, name in names.items() if len(code) in (2, 3)]
    return sorted(found, key=lambda each: _plain(each[1]))


def currencies() -> list[tuple[str, str]]:
    names = _locale().currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(_CURRENT)]


_CURRENT = frozenset(
    code
    for used in get_global("territory_currencies").values()
    for code, _since, until, is_tender in used
    if until is None and is_tender
)


def week_days() -> list[tuple[str, str]]:
    """The days of the week; Monday is 0."""
    return [
        (str(day), name) for day, name in sorted(_locale().days["stand-alone"]["wide"].items())
    ]


def _plain(name: str) -> str:
    from anyascii import anyascii

    return name if name and ord(name[0]) > 0x24F else anyascii(name).casefold()
