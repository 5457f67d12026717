"""How one name is written in many ways: its parts, and the bones that its spellings share.

محمد, Mohamed, Mohammed and Muhammad have the same bones; so do Quispe and Kispe, عبد الرحمن and
Abdurrahman, Nasr al-Din and Nasreddine.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from .letters import LONGEST_WORD, MOST_WORDS, plain

_PARTICLES = frozenset(
    (
        "al", "el", "ul", "as", "es", "ar", "ad", "at", "ash", "ibn", "bin", "bn", "bint", "bnt",
        "ben", "abn", "umm", "um", "wld", "ould", "wuld", "ag", "ait", "aal", "de", "del", "la",
        "las", "los", "da", "dos", "das", "do", "di", "du", "des", "van", "von", "der", "den",
        "ter", "le", "y", "e", "i", "ogly", "oglu", "kyzy", "qizi", "kizi", "bte", "binti", "wa",
    )
)  # fmt: skip
_SERVANT = frozenset(
    (
        "abd", "abdu", "abdul", "abdel", "abdal", "abdur", "abder", "abdus", "abdes", "abdou",
        "abdol", "abdoul", "abdil",
    )
)  # fmt: skip
_FATHER_OF = frozenset(("abu", "abou", "abo", "aboo", "abw"))
_ARTICLES = frozenset(
    ("al", "el", "ul", "ur", "er", "ar", "as", "es", "us", "ad", "ed", "ud", "an", "en", "il")
)
# What never stands alone: "of the faith", "of God". It belongs to the word before it.
_OF_FAITH = frozenset(("din", "deen", "dine", "dyn", "uddin", "eddine", "eldin", "aldin", "aldyn"))
_OF_GOD = frozenset(("allah", "ullah", "llah", "allh", "oullah"))
_ATTACHED_SERVANT = re.compile(r"abd(?:[aeiou]{1,2}l?|l)?(?=[a-z]{3})")
_ATTACHED_FAITH = re.compile(r"(?<=[a-z]{3})(?:[aeou]{0,2}(?:d?d|ld)(?:ine|een|in|yn))\Z")
_ATTACHED_GOD = re.compile(r"(?<=[a-z]{3})[aeou]{0,2}l{1,2}ah?\Z")
_ATTACHED_ARTICLE = re.compile(
    r"(?:[ae]l(?=[bcdfghjkmnpqrstvwxyz])|dela(?=[bcdfghjkmnpqrstvwxyz]))(?=[a-z]{4})"
)

# Capitals stand for a sound that is written with two letters.
_DIGRAPHS = (
    ("tsch", "S"), ("tch", "S"), ("sch", "S"), ("sh", "S"), ("ch", "S"), ("kh", "h"), ("gh", "g"),
    ("th", "t"), ("dh", "d"), ("ph", "f"), ("qu", "k"), ("ck", "k"), ("tz", "s"),
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("sc", "s"), ("nb", "mb"), ("np", "mp"),
)  # fmt: skip
_SAME = str.maketrans(
    {"q": "k", "c": "k", "z": "s", "v": "b", "w": "u", "y": "i", "d": "t", "p": "b", "j": "g"}
)
_ROUGH = str.maketrans({"S": "s", "h": "", "f": "b", "g": "k", "l": "r"})
_DOUBLES = re.compile(r"(.)\1+")
_SPOKEN_W = re.compile(r"(?<=.)w(?=[aeio])")  # Marwan, Marouane, Kowalski
_SOFT_C = re.compile(r"c(?=[eiy])")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name: as it is written in plain letters, and its bones."""

    word: str
    bone: str


def parts_of(name: str) -> tuple[Part, ...]:
    """The parts of one name in order, without particles (al-, de la, bin…)."""
    words = _joined(plain(name).split()[:MOST_WORDS])
    telling = [word for word in words if word not in _PARTICLES] or words
    return tuple(Part(word, skeleton(word)) for word in telling)


def words_of(*names: str) -> list[str]:
    """The words of these names in plain letters, in order."""
    return [part.word for name in names if name for part in parts_of(name)]


def bones_of(*names: str) -> list[str]:
    """Their bones in order, each once; a single letter tells nothing and is left out."""
    found = [part.bone for name in names if name for part in parts_of(name)]
    return [bone for bone in dict.fromkeys(found) if len(bone) > 1]


def skeletons(*names: str) -> list[str]:
    """The different bones of all the parts of these names, in a fixed order."""
    return sorted(bones_of(*names))


# Of bones alone: a process remembers nobody’s name.
@lru_cache(maxsize=5_000)
def rough(bone: str) -> str:
    """Bones without what scripts and ears disagree on: h, l, soft and hard, b, v, w and f."""
    sounds = bone.translate(_ROUGH).replace("nk", "N")  # ng is one sound
    return _DOUBLES.sub(r"\1", sounds) or bone


def skeleton(word: str) -> str:
    """A word without what spelling changes: vowels, doubles, letters that sound alike."""
    word = _of_one_spelling(word)
    word = _SOFT_C.sub("s", word)
    word = _SPOKEN_W.sub("b", word.replace("oua", "wa").replace("oue", "we"))
    word = "h" + word[1:] if word[:1] == "x" else word  # Xasan is Hasan in Somali
    word = word.replace("x", "ks")
    for pair, single in _DIGRAPHS:
        word = word.replace(pair, single)
    word = word.translate(_SAME)
    head = "a" if word[:1] in "aeiou" else word[:1]
    bones = head + "".join(sign for sign in word[1:] if sign not in "aeiou")
    bones = _DOUBLES.sub(r"\1", bones)
    return bones[:-1] if len(bones) > 2 and bones[-1] == "h" else bones


def _of_one_spelling(word: str) -> str:
    """What is put together in many ways, in one: Abdurrahman, Nasreddine, Attaullah, Elmasri."""
    if found := _ATTACHED_SERVANT.match(word):
        rest = word[found.end() :]
        return "abd" + _end_in_one_spelling(rest)
    if len(word) >= 7 and (found := _ATTACHED_ARTICLE.match(word)):
        word = word[found.end() :]
    return _end_in_one_spelling(word)


def _end_in_one_spelling(word: str) -> str:
    if found := _ATTACHED_FAITH.search(word):
        return word[: found.start()] + "din"
    if found := _ATTACHED_GOD.search(word):
        return word[: found.start()] + "la"
    return word


def _joined(words: list[str]) -> list[str]:
    """Words that are one name together, made one word."""
    found: list[str] = []
    waiting = ""
    for word in words:
        word = word[:LONGEST_WORD]
        if waiting and word in _ARTICLES:
            continue
        if waiting:
            found.append(waiting + _without_article(word))
            waiting = ""
        elif word in _SERVANT or word in _FATHER_OF:
            waiting = "abd" if word in _SERVANT else "abu"
        elif found and (ending := _ending(word)):
            _drop_article(found)
            found[-1] += ending
        else:
            found.append(word)
    return [*found, waiting] if waiting else found


def _ending(word: str) -> str:
    if word in _OF_FAITH:
        return "din"
    return "ullah" if word in _OF_GOD else ""


def _drop_article(words: list[str]) -> None:
    if len(words) > 1 and words[-1] in _ARTICLES:
        words.pop()


def _without_article(word: str) -> str:
    return word[2:] if len(word) > 3 and word[:2] in ("al", "el") else word
