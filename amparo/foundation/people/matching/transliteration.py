"""Transliteration of names of any script to plain Latin letters; other signs are left out.

Arabic and Hebrew letters have tables of our own: their vowels are not written, and their letters
must meet what people write in Latin letters for them. Other scripts have rules where reading
letter by letter would go wrong, and `anyascii` reads what is left.
"""

import re
import unicodedata
from collections.abc import Callable

from anyascii import anyascii

# What is read of one text, however long it is: the rest of 500 letters says no more.
MAX_LETTERS, MAX_WORDS, MAX_WORD_LENGTH = 200, 12, 30

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


def to_plain_latin(text: str) -> str:
    """Small Latin letters and spaces. Marks heaped on letters, pictures and figures go."""
    known = unicodedata.normalize("NFKC", text[: 4 * MAX_LETTERS])
    spread = unicodedata.normalize("NFKD", known)
    kept = "".join(_letters_of_names(sign) for sign in spread)[:MAX_LETTERS].lower()
    if kept.isascii():
        return kept
    apart = _ARABIC_ARTICLE.sub("al ", kept)
    return "".join(_latin(sign) for sign in transliterate(apart)).lower()


def _letters_of_names(sign: str) -> str:
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


# Rules of other scripts.
#
# Each rule is one that its readers know: a Korean letter that ends a syllable sounds otherwise
# than one that begins it, the kana ゃ melts into the sign before it, क says "ka" unless told
# otherwise, μπ begins a Greek name as b. `to_plain_latin` reads whatever is left, sign by sign.

# Hangul, taken apart into the letters that begin, carry and end a syllable.
_BEGIN = "g kk n d tt r m b pp s ss - j jj ch k t p h"
_CARRY = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_END = "k k k n n n t l k m l l l p l m p p t t ng t t k t p t"


def _in_order(first: int, said: str) -> dict[int, str]:
    return {first + at: each.strip("-") for at, each in enumerate(said.split())}


_JAMO = _in_order(0x1100, _BEGIN) | _in_order(0x1161, _CARRY) | _in_order(0x11A8, _END)
_BARE_U = "\u110b\u116e"  # 우 is written Woo, wherever it stands


def _korean(text: str) -> str:
    return text.replace(_BARE_U, "woo").translate(_JAMO)


# Kana: one table for both kinds, and the small signs that change the one before them.
_HIRAGANA = {sign: sign - 0x60 for sign in range(0x30A1, 0x30F7)}
_MELTING = re.compile(r"([ぁ-ゖ])([ぁぃぅぇぉゃゅょ])")


def _japanese(text: str) -> str:
    voiced = unicodedata.normalize("NFC", text).translate(_HIRAGANA)
    return _MELTING.sub(_melted, voiced.replace("っ", ""))


def _melted(found: re.Match[str]) -> str:
    before, small = anyascii(found[1]), anyascii(found[2])
    if before == "u":
        return "w" + small
    if before.startswith(("sh", "ch", "j")):
        small = small.removeprefix("y")
    return before[:-1] + small


# The scripts of India stand in the same order, 128 signs each, from Devanagari to Malayalam.
_INDIC = _in_order(
    0x15, "k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h"
)
_INDIC_VOWELS = {
    0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0E: "e",
    0x0F: "e", 0x10: "ai", 0x11: "o", 0x12: "o", 0x13: "o", 0x14: "au", 0x3E: "a", 0x3F: "i",
    0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x45: "e", 0x46: "e", 0x47: "e", 0x48: "ai",
    0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "au", 0x3C: "", 0x4D: "", 0x03: "h", 0x4E: "t",
}  # fmt: skip
_NASAL = (0x01, 0x02)
_DOTTED = {
    0x15: "q",
    0x16: "kh",
    0x17: "gh",
    0x1C: "z",
    0x21: "r",
    0x22: "r",
    0x2B: "f",
    0x2F: "y",
}
_DOT, _STOP = 0x3C, 0x4D
_INDIC_HABITS = (("ज\u094dञ", "gy"), ("ও\u09af\u09bc", "w"), ("\u09cd\u09af", "y"))
_INDIC_RUN = re.compile("[\u0900-\u0d7f]+")


def _indian(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    for written, said in _INDIC_HABITS:
        text = text.replace(written, said)
    return _INDIC_RUN.sub(_indic_run, text)


def _indic_run(found: re.Match[str]) -> str:
    signs = [ord(sign) & 0x7F for sign in found[0]]
    is_bengali = "\u0980" <= found[0][0] <= "\u09ff"
    following = [*signs[1:], 0]
    said = [_indic(at, after, is_bengali) for at, after in zip(signs, following, strict=True)]
    return "".join(
        anyascii(sign) if each is None else each for sign, each in zip(found[0], said, strict=True)
    )


def _indic(sign: int, after: int, is_bengali: bool) -> str | None:
    """One sign, knowing the next: an "a" is said between two consonants that nothing joins."""
    if sign in _NASAL:
        if 0x2A <= after <= 0x2E:
            return "m"
        return "ng" if is_bengali and sign == 0x02 else "n"
    if sign not in _INDIC:
        return _INDIC_VOWELS.get(sign)
    if after == _DOT:
        return _DOTTED.get(sign, _INDIC[sign])
    said = "j" if is_bengali and sign == 0x2F else _INDIC[sign]
    return said + "a" if after in _INDIC or after in _NASAL else said


# Thai: a vowel that is written first is said second; a letter under ◌์ is not said at all.
_THAI = (
    (re.compile("[ก-ฮ][ิุ]?์"), ""),
    (re.compile("([เ-ไ])([ก-ฮ])"), r"\2\1"),
    (re.compile("รร(?=[ก-ฮ])"), "a"),
    (re.compile("รร"), "an"),
    (re.compile("(?<=[ก-์])ญ"), "n"),
    (re.compile("ํา"), "am"),
    (re.compile("[พผภ]"), "p"),
)
# Greek and Armenian: what two letters together stand for.
_GREEK = (
    (re.compile(r"\bμπ"), "b"),
    (re.compile(r"\bντ"), "d"),
    (re.compile(r"\bγκ"), "g"),
    (re.compile(r"\bγι(?=[αεοωη])"), "y"),
    (re.compile(r"\bγου(?=[αεοωηι])"), "w"),
    (re.compile("γ(?=[γκχξ])"), "n"),
    (re.compile("ου"), "u"),
    (re.compile("(?<=[αε])υ(?=[θκξπσςτφχψ])"), "f"),
    (re.compile("(?<=[αε])υ"), "v"),
)
_ARMENIAN = ((re.compile("ու"), "u"), (re.compile("և|եւ"), "ev"))


def _by(rules: tuple[tuple[re.Pattern[str], str], ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        for written, said in rules:
            text = written.sub(said, text)
        return text

    return read


_READERS = (
    ("\u1100", "\u11ff", _korean),
    ("\u3041", "\u30ff", _japanese),
    ("\u0900", "\u0d7f", _indian),
    ("\u0e01", "\u0e7f", _by(_THAI)),
    ("\u0370", "\u03ff", _by(_GREEK)),
    ("\u0531", "\u058f", _by(_ARMENIAN)),
)


def transliterate(text: str) -> str:
    """The text with those scripts in Latin letters that have rules here; the rest as it was."""
    for first, last, read in _READERS:
        if any(first <= sign <= last for sign in text):
            text = read(text)
    return text


def is_a_letter(mark: str) -> bool:
    """Marks of these scripts are vowels, or make another sound: they are not left away."""
    return "\u0900" <= mark < "\u1ab0" or mark in "\u3099\u309a"
