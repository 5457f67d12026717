"""The quarterly report of an institution: which commitments it is about, and for which period."""

from dataclasses import dataclass
from datetime import date, timedelta

from amparo.foundation.core.models import Organization
from amparo.ui import formats

from .models import Commitment, ProgressLine
from .models.progress import commitments_borne_by


@dataclass(frozen=True)
class Quarter:
    """Three months of a calendar year."""

    since: date
    until: date

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a day lies."""
        since = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        following = (since + timedelta(days=100)).replace(day=1)
        return cls(since, following - timedelta(days=1))

    @property
    def label(self) -> str:
        return f"{formats.with_year(self.since)} – {formats.with_year(self.until)}"


@dataclass(frozen=True)
class ToReport:
    """A commitment with what the institution said of it last; nothing where it said nothing."""

    commitment: Commitment
    last: ProgressLine | None
    is_reported: bool


def commitments_to_report(organization: Organization, quarter: Quarter) -> list[ToReport]:
    """Returns the open commitments of an institution, those due first. Three queries.
    By a link, what it reported before is not read.
    """
    borne = commitments_borne_by(organization.pk)
    found = list(Commitment.objects.open().filter(pk__in=borne).order_by("deadline", "pk"))
    lines: dict[int, ProgressLine] = {}
    said = ProgressLine.objects.filter(
        commitment__in=found, report__organization=organization, report__is_apart=False
    )
    for line in said.select_related("report").order_by("pk"):
        lines[line.commitment_id] = line
    return [
        ToReport(each, last, last is not None and last.report.until >= quarter.until)
        for each in found
        for last in [lines.get(each.pk)]
    ]
