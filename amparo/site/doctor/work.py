"""Whether somebody does the work in the background."""

from collections.abc import Iterator
from datetime import timedelta

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Job

from .findings import Finding, check, danger, ok, warn

PATIENCE = timedelta(minutes=2)


@check("work")
def a_worker_is_alive() -> Iterator[Finding]:
    overdue = Job.objects.waiting().filter(run_at__lt=now() - PATIENCE)
    silent = Job.objects.running().filter(lease_until__lt=now() - PATIENCE)
    beats = Job.objects.filter(heartbeat_at__gt=now() - PATIENCE).exists()
    if (overdue.exists() or silent.exists()) and not beats:
        yield danger("Work waits and nobody does it: amparo serve, or amparo worker")
    elif not Job.objects.filter(heartbeat_at__gt=now() - timedelta(hours=25)).exists():
        yield warn("No worker has done anything for a day: amparo worker")
    else:
        yield ok("Somebody does the work in the background.")


@check("work")
def dead_jobs() -> Iterator[Finding]:
    if dead := Job.objects.dead().count():
        yield warn(f"{dead} jobs were given up: look at /jobs/ and try them again.")
    else:
        yield ok("No job was given up.")
