"""Refuses common passwords: those of a list, and what people make of them to reach the length.

Length is enough otherwise: no rule on letters, figures or signs, and no expiry.
"""

import unicodedata
from collections.abc import Iterator

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

# The longest list that comes with Django knows few passwords of twelve signs: those who must be
# that long write "password1234", "sunshine sunshine" or "qwertyuiop12".
_ROWS = (
    "1234567890" * 3, "abcdefghijklmnopqrstuvwxyz" * 2, "qwertyuiopasdfghjklzxcvbnm" * 2,
    "azertyuiopqsdfghjklmwxcvbn" * 2, "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "q1w2e3r4t5y6u7i8o9p0",
)  # fmt: skip
_OURS = frozenset({"amparo", "amparoamparo"})
_SIGNS_FOR_LETTERS = str.maketrans("@431!0$57", "aaeiiosst")
_SHORTEST_PART = 4
_DIFFERENT = 5


class NotCommon(CommonPasswordValidator):
    """Refuses common passwords, also repeated, joined, spelled with signs, or with figures around
    them.
    """

    def validate(self, password: str, user=None) -> None:
        if self.is_common(password):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def is_common(self, password: str) -> bool:
        plain = unicodedata.normalize("NFKC", password).casefold()
        packed = "".join(letter for letter in plain if letter.isalnum())
        if len(set(plain)) < _DIFFERENT or _is_a_row(packed):
            return True
        return any(self._is_known(core) for core in _cores(plain.strip(), packed))

    def _is_known(self, core: str) -> bool:
        known = self.passwords
        if core in known or core in _OURS or _is_a_row(core):
            return True
        cuts = range(_SHORTEST_PART, len(core) - _SHORTEST_PART + 1)
        return any(core[:cut] in known and core[cut:] in known for cut in cuts)


def _cores(*words: str) -> Iterator[str]:
    """Yields what is left of a password without the figures around it, signs for letters, and
    repetitions.
    """
    for word in words:
        for spelled in (word, word.translate(_SIGNS_FOR_LETTERS)):
            core = _without_ends(spelled)
            yield from (spelled, core, _once(spelled), _once(core))
    # "password2024" is read as letters with a year behind, "p4ssw0rd2024" as the same.
    for word in words:
        yield _once(_without_ends(word).translate(_SIGNS_FOR_LETTERS))


def _without_ends(word: str) -> str:
    while word and not word[0].isalpha():
        word = word[1:]
    while word and not word[-1].isalpha():
        word = word[:-1]
    return word


def _once(word: str) -> str:
    """Returns the part of which a word is a repetition, else the word."""
    at = (word + word).find(word, 1)
    return word[:at] if 0 < at < len(word) else word


def _is_a_row(word: str) -> bool:
    """Returns whether the word is a row of keys or of the alphabet, in either direction."""
    return len(word) >= _DIFFERENT and any(word in row or word[::-1] in row for row in _ROWS)
