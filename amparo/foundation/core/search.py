"""Search for everything that a user may open: the words of a query, sources, and what they find.

Each app registers a `SearchSource` (`search_sources`). People and cases are not among them: they
are found by the keyed search of people alone, which has rules and audit entries of its own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise

from .accounts.users import User
from .extension_points import search_sources

MAX_WORDS, MAX_WORD_LETTERS = 8, 40
# Shorter words (de, la, of) decide only where there is no longer one.
MIN_WORD_LETTERS = 3
EXCERPT_WORDS = (4, 8)  # before and after what was found
# Letters with the signs above and below them, which are characters of their own in Arabic.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u064b-\u065f\u0670]*)+")
_ARABIC_ARTICLE = re.compile(r"^(?:وال|بال|كال|فال|ال|لل)(?=\w{2})")
_ARABIC_ENDING = re.compile(r"(?<=\w{2})[ةهىي]$")


def fold_text(text: str) -> str:
    """As somebody in a hurry types it: small letters, without accents and signs above."""
    if text.isascii():
        return " ".join(text.casefold().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def _fold_word(word: str) -> str:
    return _ARABIC_ARTICLE.sub("", fold_text(word))


def _words_of(text: str) -> list[str]:
    return [_fold_word(word) for word in _WORD.findall(text)]


def fold_words(text: str) -> list[str]:
    """Returns each word of a text once, as `SearchTerms` look for it, in order."""
    return list(dict.fromkeys(_words_of(text)))


def _cut(text: str, start: int, end: int) -> str:
    """Whole words, some before and more after."""
    before = text[:start].split()[-EXCERPT_WORDS[0] :]
    after = text[end:].split()
    cut = " ".join(after[: EXCERPT_WORDS[1]])
    opening = "… " if len(before) < len(text[:start].split()) else ""
    closing = " …" if len(after) > EXCERPT_WORDS[1] else ""
    space = " " if before else ""
    glue = " " if text[end : end + 1].isspace() else ""
    return f"{opening}{' '.join(before)}{space}{text[start:end]}{glue}{cut}{closing}"


@dataclass(frozen=True)
class SearchTerms:
    """The words of a query, folded; in Arabic without article and without a final taa or yaa.

    At most `MAX_WORDS`. A text fits where each of them begins one of its words.
    """

    stems: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "SearchTerms":
        found = [_ARABIC_ENDING.sub("", word)[:MAX_WORD_LETTERS] for word in _words_of(text)]
        long = [word for word in found if len(word) >= MIN_WORD_LETTERS]
        return cls(tuple(dict.fromkeys(long or found))[:MAX_WORDS])

    def __bool__(self) -> bool:
        return bool(self.stems)

    def fit(self, *texts: str) -> bool:
        """Whether every word begins a word of one of these texts."""
        # A word must at least stand in the text: that is cheaper to ask than where it begins.
        folded = fold_text(" ".join(texts))
        if not self.stems or not all(word in folded for word in self.stems):
            return False
        there = _words_of(folded)
        return all(any(each.startswith(word) for each in there) for word in self.stems)

    def split(self, text: str) -> list[tuple[str, bool]]:
        """Returns `text` in pieces, each with whether it is a word that was searched for."""
        pieces, end = [], 0
        for found in _WORD.finditer(text):
            if self._is_searched(found.group()):
                pieces += [(text[end : found.start()], False), (found.group(), True)]
                end = found.end()
        return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]

    def excerpt(self, text: str) -> str:
        """Returns the part of a longer text about its first word that was searched for."""
        for found in _WORD.finditer(text):
            if self._is_searched(found.group()):
                return _cut(text, found.start(), found.end())
        return ""

    def _is_searched(self, word: str) -> bool:
        return any(_fold_word(word).startswith(each) for each in self.stems)


@dataclass(frozen=True)
class SearchHit:
    """Something that the user may open; `context` is one line about it.

    `language` is that of the title, where it is not the reader's.
    """

    title: str
    url: str
    context: str = ""
    icon: str = ""
    language: str = ""


@dataclass(frozen=True)
class SearchSource:
    """Where one kind of thing is found, under a heading of its own.

    `find` returns at most `limit` hits that `user` may open, the best first, in a fixed number of
    queries. It is not called for who lacks `permission`; an empty one is held by everybody.
    `position` orders the headings; `is_action` marks what the sign `>` searches alone, and is then
    called without words too.
    """

    name: str
    title: str | Promise
    find: Callable[[User, SearchTerms, int], list[SearchHit]]
    position: int
    permission: str = ""
    is_action: bool = False


@dataclass(frozen=True)
class SearchSection:
    """What one source has found; `has_more` where it was more than is shown."""

    source: SearchSource
    hits: list[SearchHit]
    has_more: bool

    @property
    def title(self) -> str | Promise:
        return self.source.title


@dataclass(frozen=True)
class SearchInput:
    """What was typed: the words, and whether `>` before them asks for actions alone."""

    text: str
    only_actions: bool = False

    @classmethod
    def parse(cls, typed: str) -> "SearchInput":
        # Right to left the sign looks like its mirror image; both are taken.
        text = typed.strip()
        return cls(text[1:].strip(), True) if text[:1] in (">", "<") else cls(text)

    @cached_property
    def terms(self) -> SearchTerms:
        return SearchTerms.parse(self.text)


def search_all(user: User, asked: SearchInput, *, limit: int) -> list[SearchSection]:
    """Returns what the sources find for `user`, by heading, at most `limit` of each."""
    if not asked.terms and not asked.only_actions:
        return []
    sections = []
    for source in sorted(search_sources, key=lambda each: each.position):
        if asked.only_actions and not source.is_action:
            continue
        if source.permission and source.permission not in user.permissions:
            continue
        hits = source.find(user, asked.terms, limit + 1)
        if hits:
            sections.append(SearchSection(source, hits[:limit], len(hits) > limit))
    return sections


def best_first(hits: Iterable[SearchHit], terms: SearchTerms, limit: int) -> list[SearchHit]:
    """Returns those whose title itself fits before the others, in their order."""
    return sorted(hits, key=lambda hit: not terms.fit(hit.title))[:limit]
