"""What is measured of trainings and of broadcasts: each part in an installation of its own, with
what we aim at.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .attendance import attendance_figures
from .broadcasts import broadcast_figures
from .training_certificates import certificate_figures
from .training_reading import record_figures
from .training_registration import registration_figures

_WORKED = "{:<34}{:>12}{:>9}{:>11}{:>8}{:>7}  {}"
_READ = "{:<28}{:>9}{:>9}{:>14}{:>9}{:>9}{:>10}{:>9}{:>8}  {}"


@dataclass(frozen=True)
class Part:
    """A part of the benchmark; `about` is what `size` counts."""

    name: str
    size: int
    title: str
    about: str
    measure: Callable[[int], dict]

    def lines(self, size: int, result: dict) -> Iterator[str]:
        """The report: work in seconds, then pages in milliseconds, and what was missed."""
        built = f"{result['seconds']:.0f} s to build"
        seats = f", {result['seats']}" if "seats" in result else ""
        yield f"\n{self.title}: {size:,} {self.about}, {result['database']}, {built}{seats}"
        if result.get("work"):
            yield _WORKED.format("", "processor s", "clock s", "rows", "MB", "aim s", "")
            yield from map(_work_line, result["work"])
        if result.get("figures"):
            yield _READ.format(
                "", "p50 ms", "p95 ms", "processor ms", "queries", "kB", "floor ms", "× floor",
                "aim ms", "",
            )  # fmt: skip
            yield from map(_read_line, result["figures"])


PARTS = (
    Part(
        "registrations", 10_000, "Registration", "registrations for one training",
        registration_figures,
    ),
    Part("attending", 500, "Attendance", "telephones in one room", attendance_figures),
    Part("certificates", 1_000, "Certificates", "of one event", certificate_figures),
    Part("broadcasts", 100_000, "Broadcast", "subscribers", broadcast_figures),
    Part("records", 1_000_000, "Learning records", "seats of five years", record_figures),
)  # fmt: skip


def missed(row: dict) -> str:
    """What a line does not keep of what we aim at; 0 and no aim are kept."""
    found = []
    took, unit = (row["clock_s"], "s") if "clock_s" in row else (row["p95"], "ms")
    if row.get("aim") and took > row["aim"]:
        found.append(f"more than {row['aim']} {unit}")
    if row.get("aim_mb") and row["megabytes"] > row["aim_mb"]:
        found.append(f"more than {row['aim_mb']} MB")
    return ", ".join(found)


def _work_line(row: dict) -> str:
    return _WORKED.format(
        row["what"], f"{row['processor_s']:.2f}", f"{row['clock_s']:.2f}", f"{row['rows']:,}",
        f"{row['megabytes']:.1f}" if "megabytes" in row else "", row.get("aim") or "",
        missed(row),
    ).rstrip()  # fmt: skip


def _read_line(row: dict) -> str:
    floor = row.get("floor_p50", 0.0)
    return _READ.format(
        row["what"], f"{row['p50']:.1f}", f"{row['p95']:.1f}", f"{row['processor_ms']:.1f}",
        row["queries"],
        f"{row['kilobytes']:.1f}" if row.get("kilobytes") else "",
        f"{floor:.1f}" if floor else "", f"{row['p50'] / floor:.2f}" if floor else "",
        row["aim"] or "", missed(row),
    ).rstrip()  # fmt: skip
