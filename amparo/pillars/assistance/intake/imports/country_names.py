"""Countries and nationalities by any of their names: ISO codes, four languages, demonyms.

Pure Python. Names of countries are those of the Unicode CLDR, by way of Babel.
"""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.core import get_global

from .synonyms import LANGUAGES, normalize, read_rows, similar_words, tokens, variants
from .unclear_values import UnreadableValue
from .validation import COUNTRY_DOUBTFUL, COUNTRY_UNKNOWN

# What ICAO 9303 and people write for those whom no state calls its own.
STATELESS = frozenset(
    map(
        normalize,
        [
            "XXA",
            "stateless",
            "no nationality",
            "apátrida",
            "apátridas",
            "sin nacionalidad",
            "apatride",
            "sans nationalité",
            "عديم الجنسية",
            "عديمة الجنسية",
            "بدون جنسية",
            "بدون",
        ],
    )
)
_ASIDE = re.compile(r"\(.*?\)|,.*$")
_ARTICLES = ("the", "el", "la", "los", "las", "le", "les", "l")
# Names that more than one country bears; the whole name settles it.
_DOUBTFUL = {
    "congoles": ("CG", "CD"),
    "congolais": ("CG", "CD"),
    "congolaise": ("CG", "CD"),
    "congolese": ("CG", "CD"),
    "congoleno": ("CG", "CD"),
    "congolena": ("CG", "CD"),
    normalize("كونغولي"): ("CG", "CD"),
    normalize("كونغولية"): ("CG", "CD"),
    "korea": ("KR", "KP"),
    "corea": ("KR", "KP"),
    "coree": ("KR", "KP"),
}


def read_country(text: str) -> str:
    """The ISO 3166 code of a country, or a `Doubt` with those that it resembles."""
    word = _without_article(text)
    if word in _DOUBTFUL:
        raise UnreadableValue(COUNTRY_DOUBTFUL, *_DOUBTFUL[word])
    if code := countries().get(word) or countries().get(normalize(_ASIDE.sub("", text))):
        return code
    raise UnreadableValue(COUNTRY_UNKNOWN, *similar_words(word, countries()))


def is_code(text: str) -> bool:
    """Whether a cell is a code of ISO 3166 as it is printed: VE or VEN, not ve."""
    return len(text) in (2, 3) and text.isupper() and text.casefold() in _code_names()


def is_stateless(text: str) -> bool:
    return normalize(text) in STATELESS


@cache
def countries() -> dict[str, str]:
    """Plain name → ISO code. CLDR's own names come first, so that no demonym displaces one."""
    found: dict[str, str] = {}
    for name, code in (*_codes(), *_names(), *_demonyms()):
        if name and name not in found:
            found[name] = code
    return found


def _without_article(text: str) -> str:
    words = tokens(text)
    if len(words) > 1 and words[0] in _ARTICLES:
        without = "".join(words[1:])
        return without if without in countries() else normalize(text)
    return normalize(text)


@cache
def _code_names() -> frozenset[str]:
    return frozenset(code for code, _country in _codes())


@cache
def _territories() -> frozenset[str]:
    names = map(str, Locale.parse("en").territories)
    no_country = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "XK"}
    return frozenset(code for code in names if len(code) == 2 and code.isalpha()) - no_country


def _codes() -> Iterator[tuple[str, str]]:
    for code in sorted(_territories()):
        yield code.casefold(), code
    for alias, codes in sorted(get_global("territory_aliases").items()):
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1:
            yield alias.casefold(), codes[0]


def _names() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        names = Locale.parse(language).territories
        for code in sorted(_territories()):
            yield normalize(names.get(code, "")), code
    for row in read_rows("nationalities.csv"):
        for name in variants(row["also"]):
            yield normalize(name), row["code"]


def _demonyms() -> Iterator[tuple[str, str]]:
    for row in read_rows("nationalities.csv"):
        for language, inflect in _INFLECTIONS.items():
            for word in variants(row[language]):
                for form in inflect(word):
                    yield normalize(form), row["code"]


def _english(word: str) -> tuple[str, ...]:
    return word, f"{word}s"


def _spanish(word: str) -> tuple[str, ...]:
    stem = word[:-1] if word.endswith(("o", "a")) else word
    if word.endswith("o"):
        return word, f"{stem}a", f"{word}s", f"{stem}as", f"{word}/a", f"{word}(a)"
    if word.endswith("és"):
        return word, f"{word[:-2]}esa", f"{word[:-2]}eses", f"{word[:-2]}esas"
    return word, f"{word}s", f"{word}es"


def _french(word: str) -> tuple[str, ...]:
    feminine = f"{word}ne" if word.endswith(("en", "éen")) else f"{word}e"
    return word, feminine, f"{word}s", f"{feminine}s", f"{word}(ne)", f"{word}(e)"


def _arabic(word: str) -> tuple[str, ...]:
    forms = (word, f"{word}ة", f"{word}ون", f"{word}ين", f"{word}ات")
    return forms + tuple(f"ال{form}" for form in forms)


_INFLECTIONS = {"en": _english, "es": _spanish, "fr": _french, "ar": _arabic}
