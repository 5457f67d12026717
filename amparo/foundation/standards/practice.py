"""Practice against a procedure: counted from records of one office, never of a colleague."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from amparo.foundation.core.accounts.organizations import Office

from .extension_points import PracticeMeasure, practice_measures

DAYS = 90
# Fewer than these show more of a colleague, or of one restricted file, than of a practice.
LEAST_SHOWN = 10


def register_measures(*measures: PracticeMeasure) -> None:
    """Registers measures; a code that is registered twice raises ImproperlyConfigured."""
    for measure in measures:
        practice_measures.register(measure.code, measure)


@dataclass(frozen=True)
class Practice:
    """How often a procedure was kept, of how often it applied; None where it applied too seldom
    to be shown.
    """

    measure: PracticeMeasure
    kept: int | None
    applied: int | None

    @property
    def share(self) -> float | None:
        return self.kept / self.applied if self.kept is not None and self.applied else None


def practice_of(codes: Iterable[str], office: Office, today: date) -> list[Practice]:
    """Returns the practice of an office in the last `DAYS` days. Unknown codes are left out."""
    found = []
    for code in codes:
        if (measure := practice_measures.get(code)) is None:
            continue
        kept, applied = measure.count(office, today - timedelta(days=DAYS), today)
        is_shown = applied >= LEAST_SHOWN
        found.append(Practice(measure, kept if is_shown else None, applied if is_shown else None))
    return found
