"""Kinds of protection flags: what raises each, by when it is answered and how, what it holds back.

Pure Python: reads one table, `data/flag_kinds.json`, which the offline pages read too. Sources and
what is our choice are named there.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "flag_kinds.json"


@dataclass(frozen=True)
class RaisedBy:
    """Codes that raise a flag, by where they are heard; see the table."""

    answers: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    case_kinds: tuple[str, ...] = ()
    details: tuple[tuple[str, tuple[str, ...]], ...] = ()
    immediate_danger: bool = False


@dataclass(frozen=True)
class FlagKind:
    """One kind of flag.

    `due` is the code of its time limit, `urgency` how urgent a referral out of it begins.
    `answers` are the codes with which it is answered; `of_others` those that whoever raised it may
    not give alone. An open flag answers the question `holds_return` of a return with yes.
    `services` help, the nearest first.
    """

    code: str
    icon: str
    due: str
    urgency: str
    holds_return: str
    raises_risk: bool
    answers: tuple[str, ...]
    of_others: frozenset[str]
    services: tuple[str, ...]
    raised_by: RaisedBy = field(default_factory=RaisedBy)


@dataclass(frozen=True)
class Heard:
    """What was heard or seen at one moment, as codes."""

    answers: frozenset[str] = frozenset()  # questions of a screening that were answered with yes
    urgent: frozenset[str] = frozenset()
    factors: frozenset[str] = frozenset()  # observed as a risk, of any grade above 0
    harms: frozenset[str] = frozenset()
    case_kind: str = ""
    details: tuple[tuple[str, str], ...] = ()
    immediate_danger: bool = False


@cache
def flag_kinds() -> dict[str, FlagKind]:
    """Returns the kinds by code, the gravest first."""
    return {each["code"]: _kind(each) for each in json.loads(TABLE.read_text("utf-8"))["kinds"]}


def _kind(row: dict) -> FlagKind:
    raised = dict(row["raised_by"])
    details = raised.pop("details", {})
    danger = raised.pop("immediate_danger", False)
    by = RaisedBy(
        **{name: tuple(codes) for name, codes in raised.items()}, immediate_danger=danger,
        details=tuple((name, tuple(values)) for name, values in details.items()),
    )  # fmt: skip
    return FlagKind(
        row["code"], row["icon"], row["due"], row["urgency"], row["holds_return"],
        row["raises_risk"], tuple(row["answers"]), frozenset(row["of_others"]),
        tuple(row["services"]), by,
    )  # fmt: skip


def kinds_raised_by(heard: Heard) -> tuple[str, ...]:
    """Returns the codes of the flags that this raises, the gravest first."""
    return tuple(code for code, kind in flag_kinds().items() if _raises(kind.raised_by, heard))


def _raises(by: RaisedBy, heard: Heard) -> bool:
    told = dict(heard.details)
    return (
        (by.immediate_danger and heard.immediate_danger)
        or not heard.answers.isdisjoint(by.answers)
        or not heard.urgent.isdisjoint(by.urgent)
        or not heard.factors.isdisjoint(by.factors)
        or not heard.harms.isdisjoint(by.harms)
        or heard.case_kind in by.case_kinds
        or any(told.get(name) in values for name, values in by.details)
    )


def in_order(codes: Iterable[str]) -> list[str]:
    """Returns known codes of flags, the gravest first."""
    wanted = set(codes)
    return [code for code in flag_kinds() if code in wanted]
