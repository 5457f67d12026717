"""Countries as lists of treaties write them, found by code or by name in our languages."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

from amparo.foundation.core.search import fold_text
from amparo.ui.formats import countries as listed_countries
from amparo.ui.languages import CODES

_IN_BRACKETS = re.compile(r"\s*[(（].*?[)）]")
_SIGNS = re.compile(r"[^\w]+")
# As the United Nations write them in English, where Unicode (CLDR) writes them otherwise.
_FORMAL = {
    "antigua and barbuda": "AG",
    "bolivarian republic of venezuela": "VE",
    "bolivia plurinational state of": "BO",
    "bosnia and herzegovina": "BA",
    "brunei darussalam": "BN",
    "burma": "MM",
    "cabo verde": "CV",
    "congo brazzaville": "CG",
    "congo kinshasa": "CD",
    "congo": "CG",
    "cote d ivoire": "CI",
    "czech republic": "CZ",
    "democratic people s republic of korea": "KP",
    "democratic republic of congo": "CD",
    "democratic republic of the congo": "CD",
    "dpr korea": "KP",
    "estado plurinacional de bolivia": "BO",
    "etat plurinational de bolivie": "BO",
    "holy see": "VA",
    "iran islamic republic of": "IR",
    "islamic republic of iran": "IR",
    "ivory coast": "CI",
    "kingdom of the netherlands": "NL",
    "lao people s democratic republic": "LA",
    "macedonia fyr": "MK",
    "micronesia federated states of": "FM",
    "myanmar": "MM",
    "netherlands kingdom of the": "NL",
    "palestine": "PS",
    "plurinational state of bolivia": "BO",
    "republic of congo": "CG",
    "republic of korea": "KR",
    "republic of moldova": "MD",
    "republic of the congo": "CG",
    "russian federation": "RU",
    "saint kitts and nevis": "KN",
    "saint lucia": "LC",
    "saint vincent and the grenadines": "VC",
    "sao tome and principe": "ST",
    "st vincent the grenadines": "VC",
    "state of palestine": "PS",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "the former yugoslav republic of macedonia": "MK",
    "the gambia": "GM",
    "timor leste": "TL",
    "trinidad and tobago": "TT",
    "turkey": "TR",
    "turkiye": "TR",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "venezuela bolivarian republic of": "VE",
    "viet nam": "VN",
}


def find_country(text: str) -> str:
    """The ISO 3166-1 code for a code of two or three letters, or a name; "" for neither."""
    plain = text.strip()
    if re.fullmatch(r"[A-Za-z]{2,3}", plain) and (code := _of_code(plain.upper())):
        return code
    names = _names()
    return names.get(_fold(plain)) or names.get(_fold(_IN_BRACKETS.sub("", plain)), "")


def is_country(code: str) -> bool:
    return code in _codes()


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code, _name in listed_countries() if code)


def _of_code(code: str) -> str:
    if code in _codes():
        return code
    found = get_global("territory_aliases").get(code, ())
    return found[0] if len(found) == 1 and found[0] in _codes() else ""


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in CODES:
        territories = Locale.parse(language).territories
        found |= {_fold(territories[code]): code for code in _codes() if code in territories}
    return found | _FORMAL


def _fold(name: str) -> str:
    return " ".join(_SIGNS.sub(" ", fold_text(name.replace("’", "'"))).split())
