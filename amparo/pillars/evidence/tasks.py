"""What evidence does by the clock: all figures, each night; and whenever somebody asks."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from . import (
    computing,
    cross_tables,
    data_calls,
    donor_sheets,
    freezing,
    outside,
    publishing,
    releasing,
)
from .models import Computation, CrossTable, DonorSheet, MonthlyReport, Release, ReportRelease

NIGHTLY = timedelta(days=1)


@periodic_task(every=NIGHTLY)
@background_task(name="compute-figures", title=_("Compute figures"), in_slices=True)
def compute_figures(ref: str = "") -> None:
    """Computes all figures; `ref` names the computation that somebody asked for."""
    computation = _computation(ref)
    if computation.finished_at or computation.failed_at:
        return
    try:
        computing.run(computation)
    except Exception as fault:
        computing.fail(computation, fault)
        raise


def _computation(ref: str) -> Computation:
    if ref:
        return Computation.objects.get(ref=ref)
    begun = Computation.objects.under_way().filter(asked_by=None).first()
    return begun or Computation.objects.create()


@background_task(name="compute-cross-table", title=_("Compute a cross table"), in_slices=True)
def compute_cross_table(ref: str) -> None:
    """Counts a table that somebody asked for; the next computation may have taken its place."""
    table = CrossTable.objects.select_related("computation", "version").filter(ref=ref).first()
    if table is None or table.finished_at or table.failed_at:
        return
    try:
        cross_tables.compute_table(table)
    except Exception as fault:
        cross_tables.fail(table, fault)
        raise


@background_task(name="freeze-month", title=_("Freeze a month"), in_slices=True)
def freeze_month(ref: str) -> None:
    """Freezes the month of a report."""
    freezing.freeze(MonthlyReport.objects.get(ref=ref))


@background_task(name="prepare-release", title=_("Prepare figures for others"))
def prepare_release(ref: str) -> None:
    """Hides and rounds the figures of a signed report, for who is outside the office."""
    release = ReportRelease.objects.select_related("report").get(report__ref=ref)
    if release.ready_at is None:
        release.finish(outside.prepare(release.report))


@periodic_task(every=NIGHTLY)
@background_task(
    name="publish-figures", title=_("Publish figures to institutions"), in_slices=True
)
def publish_figures() -> None:
    """Gives every institution the signed figures of its mandate that it lacks."""
    publishing.publish_all()


@periodic_task(every=NIGHTLY)
@background_task(name="remind-data-calls", title=_("Send reminders of data calls"), in_slices=True)
def remind_data_calls() -> None:
    """Reminds offices of the monthly reports that they owe."""
    data_calls.send_reminders()


@background_task(name="audit-release", title=_("Check a data release"), in_slices=True)
def audit_release(ref: str) -> None:
    """Finds what the public may have of a release beside all that everybody holds."""
    releasing.audit(Release.objects.get(ref=ref))


@background_task(name="compose-donor-sheet", title=_("Compose a donor sheet"), in_slices=True)
def compose_donor_sheet(ref: str) -> None:
    """Finds what a donor may have of a month beside all that it holds."""
    donor_sheets.compose(DonorSheet.objects.get(ref=ref))
