"""Attendance of one person at one session: many entries, one answer in whatever order they arrive.

Telephones without a network deliver hours late, twice and out of order, and no clock of a device
is believed. So the answer depends on what was written, never on when it arrived:

1. The same entry twice is one entry (its key).
2. Of one source (a device, a signed list, the page of one trainer) the entry with the highest
   number counts. The number is that of the source's own counter, or of the server where the entry
   was written there.
3. A correction stands above all others: somebody who had all answers before them gave a reason. It
   is made on the server alone; of several the last one counts.
4. A signed list stands above what a trainer marked: it is by the participant's own hand, and can
   be looked at again. A mark by the trainer, scanned or ticked, stands above a code: the trainer
   saw the person, and a code can be passed on by telephone.
5. Of two sources that stand alike, present counts and not absent: to have seen somebody is
   evidence, not to have seen them is none. That they disagree is shown, and nobody settles it but
   a correction.
6. Minutes are those that the highest source states which states any, and of two that stand alike
   the longer time; where nobody states any, the whole session. A list has a signature and no
   minutes, so that somebody came late stays known.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

CODE, SCAN, TICK, LIST, CORRECTION = "code", "scan", "tick", "list", "correction"
STANDING = {CODE: 0, SCAN: 1, TICK: 1, LIST: 2, CORRECTION: 3}


@dataclass(frozen=True)
class Entry:
    """What one source says of one person at one session."""

    key: Hashable
    how: str
    source: str
    number: int
    is_present: bool
    minutes: int | None = None

    @property
    def standing(self) -> int:
        return STANDING[self.how]


@dataclass(frozen=True)
class Answer:
    """Whether somebody was there, for how many minutes, and by which ways it is known."""

    is_present: bool
    minutes: int
    ways: tuple[str, ...] = ()
    is_disputed: bool = False

    @property
    def is_corrected(self) -> bool:
        return CORRECTION in self.ways


def fold(entries: Iterable[Entry], session_minutes: int) -> Answer | None:
    """Returns the one answer of these entries; None where there are none, which is not absent."""
    counted = _last_of_each_source(entries)
    if not counted:
        return None
    highest = max(each.standing for each in counted)
    decide = [each for each in counted if each.standing == highest]
    is_present = any(each.is_present for each in decide)
    is_corrected = highest == STANDING[CORRECTION]
    stated = _stated_minutes(decide if is_corrected else counted)
    minutes = min(session_minutes, session_minutes if stated is None else stated)
    return Answer(
        is_present, minutes if is_present else 0,
        tuple(sorted({each.how for each in counted}, key=lambda how: (-STANDING[how], how))),
        is_disputed=not is_corrected and len({each.is_present for each in counted}) > 1,
    )  # fmt: skip


def unite_answers(one: Answer | None, two: Answer | None) -> Answer | None:
    """Returns what holds of a person who was on the list twice: who was there under one of the
    two numbers was there, for the longer of both times.
    """
    if one is None or two is None:
        return one or two
    is_present = one.is_present or two.is_present
    ways = sorted({*one.ways, *two.ways}, key=lambda how: (-STANDING[how], how))
    return Answer(is_present, max(one.minutes, two.minutes), tuple(ways))


def _last_of_each_source(entries: Iterable[Entry]) -> list[Entry]:
    last: dict[Hashable, Entry] = {}
    for each in {entry.key: entry for entry in entries}.values():
        # All corrections are of one source: whoever corrects sees the ones before.
        place = each.source if each.how != CORRECTION else CORRECTION, each.standing
        known = last.get(place)
        if known is None or _order(known) < _order(each):
            last[place] = each
    return list(last.values())


def _order(entry: Entry) -> tuple[int, str]:
    return entry.number, str(entry.key)


def _stated_minutes(entries: Iterable[Entry]) -> int | None:
    stated = [each for each in entries if each.is_present and each.minutes is not None]
    if not stated:
        return None
    highest = max(each.standing for each in stated)
    return max(each.minutes or 0 for each in stated if each.standing == highest)


def share_of(answers: Sequence[Answer | None], session_minutes: Sequence[int]) -> int | None:
    """Returns the percent of the minutes of all sessions, rounded down: 79.9 does not pass 80.
    None where somebody was recorded at no session.
    """
    whole = sum(session_minutes)
    if not whole or all(each is None for each in answers):
        return None
    return sum(each.minutes for each in answers if each is not None) * 100 // whole


# Numbers of a signed list


class UnreadableNumbersError(ValueError):
    """A part of the text is no number and no range; `args[0]` is that part."""


MOST_NUMBERS = 1_000
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_COMMAS = str.maketrans(dict.fromkeys("،;؛\n\r\t", ","))


def read_numbers(text: str) -> list[int]:
    """Returns the numbers of "1-12, 14, 16", each once and in order, in digits of any script.
    Raises UnreadableNumbersError with the part that cannot be read.
    """
    found: set[int] = set()
    plain = text.translate(_DASHES).translate(_COMMAS).replace(" -", "-").replace("- ", "-")
    for part in plain.replace(",", " ").split():
        found.update(_range_of(part))
        if len(found) > MOST_NUMBERS:
            raise UnreadableNumbersError(part)
    return sorted(found)


def _range_of(part: str) -> range:
    first, _dash, last = part.partition("-")
    # Longer than any number of a list: not even looked at.
    if not first.isdecimal() or len(part) > 12 or (_dash and not last.isdecimal()):
        raise UnreadableNumbersError(part)
    low, high = int(first), int(last or first)
    if not 1 <= low <= high or high - low >= MOST_NUMBERS:
        raise UnreadableNumbersError(part)
    return range(low, high + 1)
