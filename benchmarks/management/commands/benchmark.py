"""Measure the pages people wait for, in a world of a few people and in one of many."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from benchmarks import devices
from benchmarks.computation import computation_figures, compute, make_data
from benchmarks.country_data import Country, HomeCountry
from benchmarks.directory import directory_figures
from benchmarks.duty_bearers import duty_bearer_figures
from benchmarks.exports import export_figures
from benchmarks.pages import figures, journey_figures
from benchmarks.security_overhead import overheads
from benchmarks.stored_data import StoredData, digest_of
from benchmarks.training_parts import PARTS, Part

SIZES = (1_800, 180_000)
SERVICES = 50_000
SUBMISSIONS = 100_000
RETURNS = 18_000
CASES, NEEDS = 180_000, 300_000
# Built beside them, so that a list whose questions grow with its rows is seen.
FEWER, FEWEST = 10, 500
AIM = 60  # milliseconds, at the 95th of a hundred
PRICES = ("", "p50 -", "p50 +", "added", "p95 -", "p95 +", "added")
TAKEN = ("", "rows a second", "first ms", "MB", "memory +MB")
SERVED = ("", "p50 ms", "p95 ms", "queries", "a second", "kB")
ON_THE_WAY = ("", "p50 ms", "p95 ms", "queries", "kB", "grows by", "misses")
WHAT = {
    "--inside": "people",
    "--inside-directory": "services",
    "--inside-telephones": "seconds of posts",
    "--inside-submissions": "sets of answers",
    "--inside-journeys": "returns",
    "--inside-data": "cases with ten services each",
    "--inside-needs": "unmet needs",
} | {f"--inside-{part.name}": part.about for part in PARTS}
SENT = ("", "a second", "kept", "p50 ms", "p95 ms", "landed p50 s", "landed p95 s")
READ = ("", "p50 ms", "p95 ms", "queries", "kB", "p95 of processor")
WALKED = ("", "p50 ms", "p95 ms", "queries", "processor ms")
WORKED = ("By the worker", "processor s", "clock s", "rows")
BESIDE = ("While it computes", "alone", "beside", "p95", "turns")
LISTED = ("Line list", "rows", "rows a second", "of processor")
HEADINGS = ("", "p50 ms", "p95 ms", "queries", "kB", "floor ms", "× floor")


class Command(BaseCommand):
    """The parent makes a fresh database for each size; a child builds its world and measures."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="people and cases")
        parser.add_argument("--services", type=int, default=SERVICES, help="in the directory")
        parser.add_argument("--submissions", type=int, default=SUBMISSIONS, help="taken out")
        parser.add_argument("--inside-submissions", type=int, help="build and take them out here")
        parser.add_argument("--only-answers", action="store_true", help="nothing else")
        parser.add_argument("--returns", type=int, default=RETURNS, help="people who return")
        parser.add_argument("--only-journeys", action="store_true", help="nothing else")
        parser.add_argument("--inside-journeys", type=int, help="build and measure them here")
        parser.add_argument("--cases", type=int, default=CASES, help="whose services are counted")
        parser.add_argument("--only-computation", action="store_true", help="nothing else")
        parser.add_argument("--inside-data", type=int, help="build them here")
        parser.add_argument("--inside-computation", type=int, help="compute those that are here")
        parser.add_argument("--inside-computing", type=int, help="compute the figures here")
        parser.add_argument("--needs", type=int, default=NEEDS, help="unmet, counted by night")
        parser.add_argument("--only-duty-bearers", action="store_true", help="nothing else")
        parser.add_argument("--inside-needs", type=int, help="build and count them here")
        parser.add_argument("--only-training", action="store_true", help="nothing else")
        for part in PARTS:
            parser.add_argument(f"--{part.name}", type=int, default=part.size, help=part.about)
            parser.add_argument(f"--inside-{part.name}", type=int, help="measure them here")
        parser.add_argument("--only-directory", action="store_true", help="nothing else")
        parser.add_argument("--inside-directory", type=int, help="build and measure it here")
        parser.add_argument("--only-telephones", action="store_true", help="nothing else")
        parser.add_argument("--inside-telephones", type=int, help="measure them here")
        parser.add_argument("--seconds", type=int, default=devices.SECONDS, help="of each load")
        parser.add_argument("--inside", type=int, help="build and measure in this database")
        parser.add_argument("--keep", type=Path, help="keep made-up cases there for other runs")
        parser.add_argument("--save", type=Path, help="write the figures there, as JSON")

    def handle(self, *, sizes, save, services, **options):
        if inside := next((each for each in INSIDE if options[each]), ""):
            self.stdout.write(json.dumps(INSIDE[inside](options[inside])))
            return
        only = next((each for each in ONLY if options[f"only_{each}"]), "")
        measured = {
            name: measure(options) for name, measure in self._kinds(services) if only in ("", name)
        }
        results = {} if only else self._pages(sizes)
        if save:
            save.write_text(json.dumps(results | measured, indent=1))

    def _kinds(self, services: int) -> list[tuple[str, Callable[[dict], dict | None]]]:
        """What is measured beside the pages: the name of each, and how."""
        return [
            ("telephones", lambda options: self._shown(
                options["seconds"], "--inside-telephones", self._tell_sent)),
            ("answers", lambda options: self._shown(
                options["submissions"], "--inside-submissions", self._tell_taken)),
            ("directory", lambda options: self._shown(
                services, "--inside-directory", self._tell_served)),
            ("journeys", lambda options: self._journeys(options["returns"])),
            ("duty_bearers", lambda options: self._shown(
                options["needs"], "--inside-needs", self._tell_borne)),
            ("training", lambda options: {
                part.name: self._shown(
                    options[part.name], f"--inside-{part.name}", partial(self._tell_part, part))
                for part in PARTS}),
            ("computation", lambda options: self._computation(options["cases"], options["keep"])),
        ]  # fmt: skip

    def _shown(self, size: int, how: str, tell: Callable[[int, dict], None]) -> dict | None:
        if not size:
            return None
        result = self._child(size, how)
        tell(size, result)
        return result

    def _pages(self, sizes: list[int]) -> dict:
        results = {size: self._child(size) for size in sizes}
        for size, result in results.items():
            self._tell(size, result)
        if len(results) > 1:
            self._tell_growth(results)
        return results

    def _journeys(self, returns: int) -> dict | None:
        """A few and many, each beside the other; more questions for more rows are said."""
        if not returns:
            return None
        sizes = (max(FEWEST, returns // FEWER), returns)
        few, many = (self._child(size, "--inside-journeys") for size in sizes)
        self._tell_journeys(sizes, few, many)
        return {sizes[0]: few, sizes[1]: many}

    def _computation(self, cases: int, folder: Path | None) -> dict | None:
        """Of data that are made once, and of a copy of them each time."""
        if not cases:
            return None
        name = f"computation-{cases}-{connection.vendor}"
        folder = folder or Path(settings.HOME) / "benchmarks"
        kept = StoredData(folder, name, digest_of({"cases": cases}))
        made = kept.make_once(lambda env: self._inside(cases, "--inside-data", env))
        with kept.copy() as env:
            measured = self._inside(cases, "--inside-computation", env)
        result = made | measured
        self._tell_computed(cases, result)
        return result

    def _child(self, size: int, how: str = "--inside") -> dict:
        with tempfile.TemporaryDirectory(prefix="amparo-bench-") as home:
            env = {"AMPARO_HOME": home, "DATABASE_URL": _fresh_database(size)}
            return self._inside(size, how, env)

    def _inside(self, size: int, how: str, env: dict[str, str]) -> dict:
        """What a process of its own finds in the installation that `env` names."""
        if how in WHAT:
            building = f"Building a world of {size:,} {WHAT[how]} ({connection.vendor})…"
            self.stderr.write(building)
        command = [sys.executable, "-m", "amparo", "benchmark", how, str(size)]
        env = os.environ | env | {"DJANGO_SETTINGS_MODULE": "amparo.site.settings"}
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=False)
        if done.returncode:
            raise SystemExit(done.returncode)
        return json.loads(done.stdout.splitlines()[-1])

    def _tell(self, size: int, result: dict) -> None:
        built = f"{result['seconds']:.0f} s to build"
        self.stdout.write(f"\n{size:,} people and cases, {result['database']}, {built}")
        self.stdout.write("{:<26}{:>9}{:>9}{:>9}{:>8}{:>10}{:>9}".format(*HEADINGS))
        for row in result["figures"]:
            self.stdout.write(
                f"{row['what']:<26}{row['p50']:>9.1f}{row['p95']:>9.1f}{row['queries']:>9}"
                f"{row['kilobytes']:>8.1f}{row['floor_p50']:>10.2f}{row['ratio']:>9.1f}"
            )

        self.stdout.write("\nWhat sealing, the ledger and need-to-know add")
        self.stdout.write("{:<26}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}".format(*PRICES))
        for row in result["prices"]:
            self.stdout.write(
                f"{row['what']:<26}{row['without_p50']:>9.1f}{row['with_p50']:>9.1f}"
                f"{row['added_p50']:>+8.0f}%{row['without_p95']:>9.1f}{row['with_p95']:>9.1f}"
                f"{row['added']:>+8.0f}%"
            )

    def _tell_served(self, services: int, result: dict) -> None:
        self.stdout.write(
            f"\n{services:,} services that anybody may look through, {result['database']}: "
            "each page made anew, then from memory in one process"
        )
        self.stdout.write("{:<26}{:>9}{:>9}{:>9}{:>10}{:>8}".format(*SERVED))
        for row in result["figures"]:
            self.stdout.write(
                f"{row['what']:<26}{row['p50']:>9.1f}{row['p95']:>9.1f}{row['queries']:>9}"
                f"{row['a_second']:>10.0f}{row['kilobytes']:>8.1f}"
            )

    def _tell_work(self, rows: list[dict]) -> None:
        self.stdout.write("{:<34}{:>12}{:>9}{:>9}".format(*WORKED))
        for row in rows:
            self.stdout.write(
                f"{row['what']:<34}{row['processor_s']:>12.2f}{row['clock_s']:>9.2f}"
                f"{row['rows']:>9,}"
            )

    def _tell_borne(self, needs: int, result: dict) -> None:
        self.stdout.write(
            f"\nDuty bearers: {needs:,} unmet needs, {result['database']}, "
            f"{result['seconds']:.0f} s to build"
        )
        self._tell_work(result["work"])
        self._tell_walked(result["figures"])

    def _tell_part(self, part: Part, size: int, result: dict) -> None:
        self.stdout.write("\n".join(part.lines(size, result)))

    def _tell_walked(self, rows: list[dict]) -> None:
        self.stdout.write("{:<26}{:>9}{:>9}{:>9}{:>14}".format(*WALKED))
        for row in rows:
            self.stdout.write(
                f"{row['what']:<26}{row['p50']:>9.1f}{row['p95']:>9.1f}{row['queries']:>9}"
                f"{row['processor_ms']:>14.1f}"
            )

    def _tell_journeys(self, sizes: tuple[int, int], few: dict, many: dict) -> None:
        self.stdout.write(
            f"\nJourneys: {sizes[1]:,} returns beside {sizes[0]:,}, {many['database']}, "
            f"{many['seconds']:.0f} s to build"
        )
        self.stdout.write("{:<26}{:>9}{:>9}{:>9}{:>8}{:>9}  {}".format(*ON_THE_WAY))
        for fewer, row in zip(few["figures"], many["figures"], strict=True):
            grows, missed = row["p50"] / fewer["p50"], _missed(fewer, row)
            self.stdout.write(
                f"{row['what']:<26}{row['p50']:>9.1f}{row['p95']:>9.1f}{row['queries']:>9}"
                f"{row['kilobytes']:>8.1f}{grows:>7.2f} ×  {missed}".rstrip()
            )

    def _tell_computed(self, cases: int, result: dict) -> None:
        night = result["computed"]
        self.stdout.write(
            f"\nFigures of {cases:,} cases and {result['services']:,} services, "
            f"{result['database']}, made in {result['seconds']:.0f} s "
            f"({result['processor_s']:.0f} s of processor)\n"
            f"Computation: {night['rows']:,} rows of facts, {night['processor_s']:.0f} s of "
            f"processor, {night['clock_s']:.0f} s in all, {night['megabytes']:.0f} MB at most"
        )
        self._tell_work(result["work"])
        self.stdout.write("{:<26}{:>9}{:>9}{:>9}{:>8}{:>17}".format(*READ))
        for row in result["figures"]:
            self.stdout.write(
                f"{row['what']:<26}{row['p50']:>9.1f}{row['p95']:>9.1f}{row['queries']:>9}"
                f"{row['kilobytes']:>8.1f}{row['processor_p95']:>17.1f}"
            )
        self.stdout.write("{:<26}{:>9}{:>9}{:>9}{:>9}".format(*BESIDE))
        for row in result["beside"]:
            self.stdout.write(
                f"{row['what']:<26}{row['alone']:>9.1f}{row['beside']:>9.1f}"
                f"{row['ratio']:>7.2f} ×{row['turns']:>9}"
            )
        self.stdout.write("{:<26}{:>9}{:>15}{:>14}".format(*LISTED))
        for row in result["lines"]:
            self.stdout.write(
                f"{row['what']:<26}{row['rows']:>9,}{row['rows_a_second']:>15,.0f}"
                f"{row['of_processor']:>14,.0f}"
            )

    def _tell_taken(self, submissions: int, result: dict) -> None:
        self.stdout.write(
            f"\n{submissions:,} sets of answers to thirty questions taken out, "
            f"{result['database']}"
        )
        self.stdout.write("{:<26}{:>15}{:>10}{:>8}{:>12}".format(*TAKEN))
        for row in result["figures"]:
            self.stdout.write(
                f"{row['what']:<26}{row['rows_a_second']:>15,.0f}{row['first_byte']:>10.0f}"
                f"{row['megabytes']:>8.1f}{row['memory_grew']:>12.1f}"
            )

    def _tell_sent(self, _seconds: int, result: dict) -> None:
        self.stdout.write(
            f"\nTelephones that send a form, {result['database']}: until it is safe, and until "
            "it lies in its file"
        )
        self.stdout.write("{:<26}{:>9}{:>9}{:>9}{:>9}{:>14}{:>14}".format(*SENT))
        for row in result["figures"]:
            self.stdout.write(
                f"{row['what']:<26}{row['rate']:>9}{row['kept'] / row['sent']:>9.1%}"
                f"{row['p50']:>9.1f}{row['p95']:>9.1f}"
                f"{row['landed_p50']:>14.1f}{row['landed_p95']:>14.1f}"
            )

    def _tell_growth(self, results: dict) -> None:
        small, large = min(results), max(results)
        self.stdout.write(f"\nFrom {small:,} to {large:,}: p50 grows by")
        pairs = zip(results[small]["figures"], results[large]["figures"], strict=True)
        for few, many in pairs:
            self.stdout.write(f"{few['what']:<26}{many['p50'] / few['p50']:>9.2f} ×")


def _fresh_database(size: int) -> str:
    """SQLite lies in the child's own folder; PostgreSQL gets a database of its own."""
    if connection.vendor == "sqlite":
        return ""
    name = f"bench_{size}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    url = os.environ["DATABASE_URL"]
    old = settings.DATABASES["default"]["NAME"]
    return url.replace(f"/{old}", f"/{name}", 1)


def _inside(size: int) -> dict:
    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    began = perf_counter()
    Country(size).build()
    seconds = perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "seconds": seconds, "database": connection.display_name,
        "figures": figures(), "prices": overheads(),
    }  # fmt: skip


def _inside_submissions(submissions: int) -> dict:
    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    return {"database": connection.display_name, "figures": export_figures(submissions)}


def _missed(fewer: dict, row: dict) -> str:
    """What this page does not keep of what we aim at."""
    missed = [f"{AIM} ms"] if row["p95"] > AIM else []
    if row["queries"] > fewer["queries"]:
        more = row["queries"] - fewer["queries"]
        missed.append(f"queries: {more} more than for a few")
    return ", ".join(missed)


def _inside_journeys(returns: int) -> dict:
    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    began = perf_counter()
    HomeCountry(returns).build()
    seconds = perf_counter() - began
    return {"seconds": seconds, "database": connection.display_name, "figures": journey_figures()}


def _inside_directory(services: int) -> dict:
    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    return {"database": connection.display_name, "figures": directory_figures(services)}


def _inside_telephones(seconds: int) -> dict:
    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    return {"database": connection.display_name, "figures": devices.submission_figures(seconds)}


def _inside_needs(needs: int) -> dict:
    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    return duty_bearer_figures(needs)


def _inside_part(part: Part, size: int) -> dict:
    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    return part.measure(size)


def _inside_data(cases: int) -> dict:
    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    return make_data(cases)


INSIDE = {
    "inside": _inside,
    "inside_directory": _inside_directory,
    "inside_telephones": _inside_telephones,
    "inside_submissions": _inside_submissions,
    "inside_journeys": _inside_journeys,
    "inside_data": _inside_data,
    "inside_needs": _inside_needs,
    "inside_computation": lambda _cases: computation_figures(),
    "inside_computing": lambda _which: compute(),
} | {f"inside_{part.name}": partial(_inside_part, part) for part in PARTS}
ONLY = (
    "directory",
    "telephones",
    "answers",
    "journeys",
    "duty_bearers",
    "training",
    "computation",
)
