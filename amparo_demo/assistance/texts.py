"""What the made-up stories are told with: situations in codes, words in four languages."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Step:
    """One action of a plan, and what is given for it."""

    goal: int
    service_type: str
    right: str
    unit: str
    quantity: int
    value: int
    provider: str


@dataclass(frozen=True)
class Situation:
    """What brings somebody, as codes."""

    code: str
    kind: str
    channels: tuple[str, ...]
    ages: tuple[int, int]
    risks: tuple[tuple[str, str, str], ...]
    eases: tuple[tuple[str, str, str], ...]
    needs: tuple[tuple[str, str], ...]
    goals: tuple[str, ...]
    steps: tuple[Step, ...]
    confidentiality: str = "ordinary"
    sex: str = ""
    children: int = 0
    child_ages: tuple[int, int] = (1, 15)
    urgent: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    asylum: bool | None = None
    separation: str = ""


@dataclass(frozen=True)
class CaseTexts:
    """The words of one situation in one language."""

    first: tuple[str, ...]
    quotes: tuple[str, ...]
    notes: tuple[str, ...]
    seen: tuple[str, ...]
    priorities: str
    goals: tuple[str, ...]
    actions: tuple[str, ...]
    progress: tuple[str, ...]
    why: str
    closing: str
    sex: str = ""
    ages: tuple[int, int] | None = None


@dataclass(frozen=True)
class Phrases:
    """What may be said in any case of one language."""

    notes: tuple[str, ...]
    calls: tuple[str, ...]
    unreached: tuple[str, ...]
    agreed: tuple[str, ...]
    tasks: tuple[str, ...]
    where: tuple[str, ...]
    alerts: tuple[str, ...]
    alert_met: tuple[str, ...]
    conference: tuple[str, ...]
    overrule: str
    sent_back: str
    reopen: str
    lost: str
    first_steps: str
    safe: tuple[str, ...]


@cache
def situations() -> dict[str, Situation]:
    return {code: _situation(code, said) for code, said in _read("situations").items()}


@cache
def case_texts(language: str) -> dict[str, CaseTexts]:
    said = _read(language)
    return {code: CaseTexts(**_tuples(each)) for code, each in said.items() if code != "general"}


@cache
def phrases(language: str) -> Phrases:
    return Phrases(**_tuples(_read(language)["general"]))


def _situation(code: str, said: dict[str, Any]) -> Situation:
    steps = tuple(Step(*action) for action in said.pop("actions"))
    return Situation(code=code, steps=steps, **_tuples(said))


def _read(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _tuples(said: dict[str, Any]) -> dict[str, Any]:
    return {name: _tuple(value) for name, value in said.items()}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(each) for each in value) if isinstance(value, list) else value
