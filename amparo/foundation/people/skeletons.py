"""How one name is written in many ways: the skeleton that its spellings share.

Pure Python. محمد, Mohamed, Mohammed and Muhammad meet in one skeleton; so do Quispe and Kispe.
"""

import re

from anyascii import anyascii

_PARTICLES = frozenset(
    (
        "al", "el", "ul", "as", "es", "ibn", "bin", "bint", "ben", "abu", "umm", "de", "del",
        "la", "las", "los", "da", "dos", "das", "do", "di", "van", "von", "der", "den", "le",
        "y", "e",
    )
)  # fmt: skip
_DIGRAPHS = (
    ("sch", "x"), ("sh", "x"), ("ch", "x"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"),
    ("ph", "f"), ("qu", "k"), ("gu", "g"), ("ck", "k"), ("tz", "s"), ("dj", "j"), ("ou", "u"),
)  # fmt: skip
_SAME = str.maketrans({"q": "k", "c": "k", "z": "s", "v": "b", "w": "u", "y": "i", "d": "t"})
_WORD = re.compile(r"[a-z]+")
_DOUBLES = re.compile(r"(.)\1+")


def words_of(*names: str) -> list[str]:
    """The parts of a name in plain letters, without particles (al-, de la, bin…)."""
    text = anyascii(" ".join(name for name in names if name)).lower().replace("'", "")
    words = _WORD.findall(text.replace("-", " "))
    return [word for word in words if word not in _PARTICLES] or words


def skeleton(word: str) -> str:
    """A word without what spelling changes: vowels, doubles, letters that sound alike."""
    for pair, single in _DIGRAPHS:
        word = word.replace(pair, single)
    word = word.translate(_SAME)
    head = "a" if word[:1] in "aeiou" else word[:1]
    bones = head + re.sub(r"[aeiou]", "", word[1:])
    return _DOUBLES.sub(r"\1", bones)


def skeletons(*names: str) -> list[str]:
    """The different skeletons of all the parts of these names, in a fixed order."""
    return sorted({skeleton(word) for word in words_of(*names)})
