"""Canaries: names, numbers and files that exist nowhere else, so that finding one is a leak.

All of a kind begin alike, so one look through the bytes finds any of them; what follows tells
which one it is, and so through which door it came. They end alike too: base64 blurs the last sign.
"""

import re
from dataclasses import dataclass

LATIN, ARABIC, DOCUMENT, PHONE = "Qanarizomel", "قنارظفمل", "QZNRX7", "70913"
_LETTERS, _ARABIC_LETTERS = "bdfgklmnprstv", "بتجدرسشصكلمنه"


@dataclass(frozen=True)
class Canary:
    """What was told at one question of one door; in two alphabets where it takes words."""

    number: int
    door: str
    question: str

    @property
    def latin(self) -> str:
        return f"{LATIN}{self._written(_LETTERS)}o"

    @property
    def arabic(self) -> str:
        return f"{ARABIC}{self._written(_ARABIC_LETTERS)}و"

    @property
    def words(self) -> str:
        return f"{self.latin} {self.arabic}"

    @property
    def document(self) -> str:
        return f"{DOCUMENT}{self.number:04d}"

    @property
    def local(self) -> str:
        return f"{PHONE}{self.number:03d}"

    @property
    def phone(self) -> str:
        return f"+591 {self.local}"

    @property
    def email(self) -> str:
        return f"{self.latin.lower()}@example.org"

    def is_on(self, page: str) -> bool:
        """Whether a page shows it, however it sets numbers and letters."""
        lowered = page.lower()
        digits = re.sub(r"[\s\u200e\u200f\u2066-\u2069-]", "", page)
        return any(
            (self.latin.lower() in lowered, self.arabic in page, self.document in page,
             self.local in digits)
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.door} · {self.question}"

    def _written(self, letters: str) -> str:
        base = len(letters)
        places = (self.number // base**2 % base, self.number // base % base, self.number % base)
        return "".join(letters[place] for place in places)


class Aviary:
    """Every canary that was set free, and where."""

    def __init__(self) -> None:
        self.canaries: list[Canary] = []

    def __len__(self) -> int:
        return len(self.canaries)

    def new(self, door: str, question: str) -> Canary:
        canary = Canary(len(self.canaries) + 1, door, question)
        self.canaries.append(canary)
        return canary
