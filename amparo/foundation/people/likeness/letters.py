"""From what was typed, in any script, to plain letters; whatever is no letter of a name is left.

Arabic and Hebrew letters have tables of our own: their vowels are not written, and their letters
must meet what people write in Latin letters for them. Others have rules in `readings`, and
`anyascii` reads out what is left.
"""

import re
import unicodedata

from anyascii import anyascii

from .readings import is_a_letter, read_out

# What is read of one text, however long it is: the rest of 500 letters says no more.
MOST_SIGNS, MOST_WORDS, LONGEST_WORD = 200, 12, 30

_ARABIC = {
    "ا": "a", "أ": "a", "إ": "a", "آ": "a", "ٱ": "a", "ء": "", "ئ": "y", "ؤ": "w", "ب": "b",
    "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh",
    "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z",
    "ع": "a", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "ک": "k", "گ": "g", "ل": "l",
    "م": "m", "ن": "n", "ه": "h", "ة": "a", "ۀ": "a", "و": "w", "ي": "y", "ی": "y", "ى": "a",
    "ے": "y", "ہ": "h", "ھ": "h", "ں": "n", "ٹ": "t", "ڈ": "d", "ڑ": "r",
}  # fmt: skip
_HEBREW = {
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "w", "ז": "z", "ח": "h", "ט": "t",
    "י": "y", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
    "ע": "a", "פ": "p", "ף": "f", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip
_WRITTEN = _ARABIC | _HEBREW
_JOINERS = frozenset("'’‘`ʼʿʾ´ـ\u200c\u200d")  # written inside a word, and no part of it
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{3})")
_LETTERS = frozenset(("Lu", "Ll", "Lt", "Lo", "Mc"))


def plain(text: str) -> str:
    """Small Latin letters and spaces. Marks heaped on letters, pictures and figures go."""
    known = unicodedata.normalize("NFKC", text[: 4 * MOST_SIGNS])
    spread = unicodedata.normalize("NFKD", known)
    kept = "".join(_kept(sign) for sign in spread)[:MOST_SIGNS].lower()
    if kept.isascii():
        return kept
    apart = _ARABIC_ARTICLE.sub("al ", kept)
    return "".join(_latin(sign) for sign in read_out(apart)).lower()


def _kept(sign: str) -> str:
    if sign in _JOINERS:
        return ""
    category = unicodedata.category(sign)
    if category in _LETTERS:
        return sign
    if category == "Mn" and is_a_letter(sign):
        return sign
    return "" if category in ("Mn", "Me", "Lm", "Cf") else " "


def _latin(sign: str) -> str:
    if sign.isascii():
        return sign
    written = _WRITTEN.get(sign)
    if written is None:
        written = "".join(each for each in anyascii(sign) if each.isalpha())
    return written
