"""Finds out in which encoding a list of names was written, by the letters that it would hold.

Lists of DOS programs (CP437, CP850), of Windows (CP1252, of Arabic CP1256) and of old Macs differ
only in their letters with accents. Read wrongly, names hold signs, or capitals inside words. What
is found is a proposal: a person sees the names so read before anything is applied. Without Django.
"""

from typing import BinaryIO

CANDIDATES = ("cp1252", "cp1256", "cp437", "cp850", "mac_roman")
SAMPLE = 64 * 1024
CHUNK = 1024 * 1024
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Letters that names of our languages are written with; Portuguese too.
_LATIN = frozenset("áéíóúüñçàâäèêëîïôöùûœæãõýÿß" + "áéíóúüñçàâäèêëîïôöùûœæãõý".upper())
_SIGNS = frozenset("«»“”‘’–—°ºª¿¡…·،؛؟´")
_GOOD, _NEUTRAL, _BAD, _VERY_BAD = 2, 0, -2, -4
_LONGEST_RUN = 2


def guess_encoding(file: BinaryIO) -> str:
    """Returns the likely encoding, or "" where the file says it itself: a mark at its beginning,
    UTF-8, UTF-16, or plain letters alone.
    """
    file.seek(0)
    head = file.read(4096)
    if head.startswith(_MARKS) or b"\0" in head:
        return ""
    sample = foreign_lines(file)
    if not sample or _is_utf8(sample):
        return ""
    return max(CANDIDATES, key=lambda each: plausibility(sample, each))


def foreign_lines(file: BinaryIO) -> bytes:
    """Returns lines that hold more than plain letters, from anywhere in the file."""
    file.seek(0)
    found = bytearray()
    while (piece := file.read(CHUNK)) and len(found) < SAMPLE:
        lines = piece.replace(b"\r", b"\n").split(b"\n")
        found += b"\n".join(line for line in lines if not line.isascii())[:SAMPLE]
    return bytes(found)


def _is_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return sum(letter > "\x7f" for letter in text) - lost > 10 * lost


def plausibility(sample: bytes, encoding: str) -> int:
    """How well the sample reads as names when decoded so: the higher, the better."""
    return sum(map(_word_score, sample.decode(encoding, "replace").split()))


def _word_score(word: str) -> int:
    score = run = 0
    before = ""
    for letter in word:
        if letter.isascii():
            run = 0
        else:
            run += 1
            score += _letter_score(letter, before, run)
        before = letter
    if _mixes_scripts(word):
        score += _VERY_BAD
    return score


def _letter_score(letter: str, before: str, run: int) -> int:
    if _is_arabic(letter):
        return _GOOD
    if letter in _SIGNS:
        return _NEUTRAL
    if letter not in _LATIN:
        return _VERY_BAD
    if before.islower() and letter.isupper():
        return _BAD
    return _GOOD if run <= _LONGEST_RUN else _VERY_BAD


def _is_arabic(letter: str) -> bool:
    return "\u0620" <= letter <= "\u065f" or letter in "پچژگکی"


def _mixes_scripts(word: str) -> bool:
    has_arabic = any(map(_is_arabic, word))
    return has_arabic and any(letter.isalpha() and not _is_arabic(letter) for letter in word)
