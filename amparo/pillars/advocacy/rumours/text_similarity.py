"""Words of rumours compared: whether two are the same rumour, and whether a heading repeats one.

Pure Python. Texts are compared normalized: small letters, without accents and signs above, so that
nobody repeats a false sentence by writing it in capitals.
"""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?؟…;\n]+")
# Shorter words (de, la, of) say nothing of what a text is about.
LEAST_LETTERS = 3
# A heading of fewer words names a subject; it states nothing.
LEAST_WORDS = 3
ALIKE = 0.75
SAME_RUMOUR, SAME_WITH_MORE = 0.6, 0.3


def normalize(text: str) -> str:
    """Returns the words of a text, small, without accents and punctuation, one space between."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(plain.replace("ـ", "")))


def content_words(text: str) -> frozenset[str]:
    return frozenset(word for word in normalize(text).split() if len(word) >= LEAST_LETTERS)


def repeats(heading: str, heard: str) -> bool:
    """Whether a heading says what was heard: the same sentence, a part of it, or nearly all of
    its words in another order. A heading of one or two words names a subject, and may stand.
    """
    said = content_words(heading)
    if len(said) < LEAST_WORDS:
        return bool(said) and normalize(heading) == normalize(heard)
    normalized = normalize(heading)
    if f" {normalized} " in f" {normalize(heard)} ":
        return True
    sentences = [heard, *_SENTENCE_END.split(heard)]
    return any(_is_same_sentence(said, normalized, each) for each in sentences)


def _is_same_sentence(said: frozenset[str], normalized: str, sentence: str) -> bool:
    theirs = content_words(sentence)
    if len(theirs) < LEAST_WORDS:
        return False
    if f" {normalize(sentence)} " in f" {normalized} ":
        return True
    return len(said & theirs) / len(said | theirs) >= ALIKE


@dataclass(frozen=True)
class ComparedText:
    """What is compared of a rumour: `key` is any name of it."""

    key: object
    text: str
    topic: str
    place: object = None


def likeness(one: ComparedText, other: ComparedText) -> float:
    """How much of the shorter text stands in the other, 0 to 1; more where topic and place are the
    same.
    """
    ours, theirs = content_words(one.text), content_words(other.text)
    shared = len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
    same = one.topic == other.topic
    near = same and one.place is not None and one.place == other.place
    return min(1.0, shared + 0.1 * same + 0.1 * near) if shared else 0.0


def similar(one: ComparedText, others: list[ComparedText], most: int = 5) -> list[object]:
    """Returns the keys of those that may be the same rumour, the likest first: of the same topic
    with a third of the words, or of any topic with most of them.
    """
    found = []
    for each in others:
        least = SAME_WITH_MORE if each.topic == one.topic else SAME_RUMOUR
        how = likeness(one, each)
        if how >= least:
            found.append((how, each.key))
    found.sort(key=lambda pair: -pair[0])
    return [key for _how, key in found[:most]]
