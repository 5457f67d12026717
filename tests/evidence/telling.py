"""Writes `docs/evidence.md`: only when every measure is whole, and only what was seen."""

from collections.abc import Mapping
from datetime import datetime

from .measures import Measure
from .results import Result

TOP = """# Evidence

Made by `make evidence` on {machine}, of version {versions}. Nobody outside
the project has repeated it; you can, with the same command. What was run is often less than what
we aim at: both are said.

| What | We aim at | Seen | Database | When |
|---|---|---|---|---|
"""
HOW = """
## How it was measured

"""
NOT = """
## What is not measured here

Two machines and more: replication, a planned switch-over, a partition of the network, several web
nodes behind a balancer. Telephones without a network. Three hundred people at work for half an
hour. Whoever needs these figures should not take ours for them.
"""


def page(measures: tuple[Measure, ...], results: Mapping[Measure, Result]) -> str:
    """The whole page."""
    machines = {_machine(result) for result in results.values()}
    versions = sorted({result.commit for result in results.values()})
    told = TOP.format(machine="; ".join(sorted(machines)), versions=", ".join(versions))
    for measure in measures:
        told += "".join(_rows(measure, results[measure]))
    told += HOW
    for how in dict.fromkeys((measure.rows[0].what, measure.how) for measure in measures):
        told += f"**{_plain(how[0], results, measures)}.** {how[1]}\n\n"
    return told.rstrip() + "\n" + NOT


def _rows(measure: Measure, result: Result):
    figures = {name: _figure(value) for name, value in result.figures.items()}
    day = datetime.fromisoformat(result.at).strftime("%Y-%m-%d")
    database = measure.database or "–"
    not_well = "" if measure.is_well(result.figures) else " **Not as it should be.**"
    for row in measure.rows:
        what, seen = row.what.format_map(figures), row.seen.format_map(figures)
        yield f"| {what} | {row.target} | {seen}.{not_well} | {database} | {day} |\n"


def _plain(what: str, results, measures) -> str:
    """The words of a row, with its figures where it names some."""
    measure = next(each for each in measures if each.rows[0].what == what)
    figures = results[measure].figures
    return what.format_map({name: _figure(value) for name, value in figures.items()})


def _figure(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _machine(result: Result) -> str:
    said = result.machine
    return (
        f"{said['processor']}, {said['cores']} cores, {said['memory']}, {said['system']}, "
        f"Python {said['python']}"
    )
