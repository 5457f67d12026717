"""What somebody's file said when it came in, and what is known here since: together one record.

Pure Python. `original` is what stood in the file, `then` what this house could say of it on the
day it came in, `today` what it can say now. What did not change here leaves as it came;
what changed leaves as it is known now.
"""

from .fields import REPEATED, TABLES
from .records import HtcdsRecord, Part


def merge_records(original: HtcdsRecord, then: HtcdsRecord, today: HtcdsRecord) -> HtcdsRecord:
    made = HtcdsRecord(id=original.id or today.id)
    for table in TABLES:
        parts = [record.tables.get(table, []) for record in (original, then, today)]
        for part in (_several if table in REPEATED else _one)(*parts):
            made.add(table, part)
    return made


def _one(original: list[Part], then: list[Part], today: list[Part]) -> list[Part]:
    came, was, now = (parts[0] if parts else {} for parts in (original, then, today))
    changed = {name for name in {*was, *now} if was.get(name) != now.get(name)}
    kept = {name: value for name, value in came.items() if name not in changed}
    return [kept | {name: now[name] for name in changed if name in now}]


def _several(original: list[Part], then: list[Part], today: list[Part]) -> list[Part]:
    """What came stays; what was added here since stands after it."""
    known = list(then)
    added: list[Part] = []
    for part in today:
        if part in known:
            known.remove(part)
        else:
            added.append(part)
    return [*original, *added]
