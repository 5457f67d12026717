"""Whether somebody does the work in the background."""

from collections.abc import Iterator
from datetime import timedelta

from amparo.foundation.trust.clock import now

from .findings import Finding, check, danger, model_if_any, ok, warn

PATIENCE = timedelta(minutes=2)


@check("work")
def a_worker_is_alive() -> Iterator[Finding]:
    job = model_if_any("trust.Job")
    if job is None:
        return
    overdue = job.objects.waiting().filter(run_at__lt=now() - PATIENCE)
    silent = job.objects.running().filter(lease_until__lt=now() - PATIENCE)
    beats = job.objects.filter(heartbeat_at__gt=now() - PATIENCE).exists()
    if (overdue.exists() or silent.exists()) and not beats:
        yield danger("Work waits and nobody does it: amparo serve, or amparo worker")
    elif not job.objects.filter(heartbeat_at__gt=now() - timedelta(hours=25)).exists():
        yield warn("No worker has done anything for a day: amparo worker")
    else:
        yield ok("Somebody does the work in the background.")


@check("work")
def dead_jobs() -> Iterator[Finding]:
    job = model_if_any("trust.Job")
    if job is None:
        return
    if dead := job.objects.dead().count():
        yield warn(f"{dead} jobs were given up: look at /jobs/ and try them again.")
    else:
        yield ok("No job was given up.")
