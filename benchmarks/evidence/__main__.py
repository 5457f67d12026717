"""Measures what is promised, and writes docs/evidence.md when all of it is measured.

    python -m benchmarks.evidence [--quick] [--only NAME …] [--size N] [--days N] [--again]
                                 [--list]

Each result is kept in var/evidence. What was measured for this very version is not measured
again; nor, with --days, what is not older than so many days. --again measures it all the same,
--size in a larger size than is needed.
A quick run shows that each measure works; nothing of it is ever published.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from tests.support.postgres import cluster, find_binaries

from . import report
from .measures import MEASURES, POSTGRESQL, Measure
from .report import FOLDER, PROJECT, REPORT, Result, page


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="small sizes; publishes nothing")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[])
    parser.add_argument("--days", type=float, default=0, metavar="N")
    parser.add_argument("--size", type=int, default=0, metavar="N", help="larger, with --only")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--list", action="store_true", help="what there is, and what stands")
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    said = parser.parse_args(arguments)
    if said.inside:
        return _inside(*said.inside)
    if said.size and not said.only:
        parser.error("--size goes with --only")
    chosen = [each for each in MEASURES if not said.only or each.name in said.only]
    if said.list:
        return _list_all(said.days)
    for measure in chosen:
        _measure(measure, said)
    return 0 if said.quick else _publish(said.days)


def _measure(measure: Measure, said: argparse.Namespace) -> None:
    size = measure.quick if said.quick else max(measure.size, said.size)
    commit = report.commit()
    kept = report.kept_result(FOLDER, measure.name, measure.database)
    if (
        kept
        and not (said.again or said.quick)
        and kept.is_current(size, commit=commit, days=said.days)
    ):
        _say(f"{measure.title}: stands, of {kept.at[:10]}")
        return
    _say(f"{measure.title}…")
    began = time.monotonic()
    figures = _in_a_process(measure, size)
    seconds = round(time.monotonic() - began, 1)
    well = "" if measure.is_well(figures) else "  NOT AS IT SHOULD BE"
    _say(f"  {seconds:.0f} s: {json.dumps(figures, ensure_ascii=False)}{well}")
    if not said.quick:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        Result(
            measure.name,
            measure.database,
            size,
            figures,
            seconds,
            at,
            commit,
            report.describe_machine(),
        ).keep(FOLDER)


def _in_a_process(measure: Measure, size: int) -> dict:
    """Runs in an installation and a process of its own, on a server of its own where needed."""
    needs_server = measure.database == POSTGRESQL
    server = cluster(find_binaries(), durable=True) if needs_server else nullcontext("")
    with tempfile.TemporaryDirectory(prefix="amparo-evidence-") as home, server as url:
        env = os.environ | {"AMPARO_HOME": home, "DATABASE_URL": url}
        env |= {"DJANGO_SETTINGS_MODULE": "amparo.site.settings", "PYTHONPATH": str(PROJECT)}
        place = str(MEASURES.index(measure))
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.evidence", "--inside", place]
        done = subprocess.run(
            [*command, str(size)], env=env, cwd=PROJECT, stdout=subprocess.PIPE, text=True,
            check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{measure.title} could not be measured.")
    return json.loads(done.stdout.splitlines()[-1])


def _inside(place: str, size: str) -> int:
    figures = MEASURES[int(place)].run(int(size))
    _say("\n" + json.dumps(figures))
    return 0


def whole(folder: Path, *, commit: str, days: float) -> dict[Measure, Result]:
    """The results that stand; the page is written when there is one for every measure."""
    found = {each: report.kept_result(folder, each.name, each.database) for each in MEASURES}
    return {
        each: kept
        for each, kept in found.items()
        if kept and kept.is_current(each.size, commit=commit, days=days)
    }


def _publish(days: float) -> int:
    there = whole(FOLDER, commit=report.commit(), days=days)
    if missing := [each.title for each in MEASURES if each not in there]:
        _say(f"Nothing is published. Still to be measured: {'; '.join(missing)}")
        return 1
    (PROJECT / REPORT).write_text(page(MEASURES, there), encoding="utf-8")
    _say(f"{REPORT} is written.")
    return int(not all(each.is_well(there[each].figures) for each in there))


def _list_all(days: float) -> int:
    there = whole(FOLDER, commit=report.commit(), days=days)
    for each in MEASURES:
        stands = (
            f"stands, {there[each].seconds / 60:.1f} min" if each in there else "to be measured"
        )
        _say(f"{each.title:<26} {each.size:>9,}  {stands}")
    return 0


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
