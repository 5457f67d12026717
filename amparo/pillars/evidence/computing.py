"""The computation: all facts are read and sealed, then all figures counted and stored."""

import io
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version as version_of

from django.db import transaction
from django.utils.timezone import localdate

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.values import DataKey, key_for_owner
from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.core.measures import Fact
from amparo.foundation.core.permissions.rls.bypass import rls_bypass_all

from . import cross_tables, freezing, shipped
from .clickhouse import new_store
from .engine import Figure, Period, compute
from .figures import collect, spans_of
from .grammar import Definition, DefinitionError
from .models import (
    Computation,
    FactPart,
    FundSpending,
    IndicatorVersion,
    StoredFigures,
    TargetFigure,
)
from .sources import base_tables, real_rows
from .store import FactStore
from .targets import figures_of_targets, spending_of_funds


def run(computation: Computation) -> None:
    """Computes everything, in steps that commit; safe to begin again.

    Pages read the computation before until the last step; afterwards that one is deleted.
    """
    shipped.install()
    _discard(computation)
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)
    computation.last_entry = newest.first() or 0
    with new_store() as store:
        computation.rows = _read_facts(store, computation)
        versions = versions_in_force()
        for version in versions:
            _store_figures(store, computation, version)
        cross_tables.store_activities(store, computation, versions)
        _store_targets(store, computation)
        freezing.expire(localdate())
        freezing.restate_all(store)
    _finish(computation)


def _discard(computation: Computation) -> None:
    """Deletes what an attempt before left of this computation."""
    for part in computation.parts.all():
        EncryptedFile.delete(part.storage_key)
    computation.parts.all().delete()
    computation.figures.all().delete()
    computation.cross_tables.all().delete()
    FundSpending.objects.filter(computation=computation).delete()


def _read_facts(store: FactStore, computation: Computation) -> int:
    """Reads and seals every fact; returns the number of rows."""
    rows = 0
    key_for_owner(computation)  # made before anything is read: see `_keep_parts`
    with rls_bypass_all(reason="facts count every record, and hold no name"):
        for name, base in base_tables():
            store.add_base_table(name, base)
        for fact in facts.values():
            _keep_parts(store, computation, fact)
            rows += store.rows(fact.name).all
    return rows


def _keep_parts(store: FactStore, computation: Computation, fact: Fact) -> None:
    """Derives one fact and seals it.

    Nothing is written to the database before all rows are read: on SQLite whoever reads since
    before somebody else wrote cannot begin to write.
    """
    parts = [
        FactPart(
            computation=computation, fact=fact.name, number=number,
            storage_key=EncryptedFile.write(io.BytesIO(content), owner=computation),
        )
        for number, content in enumerate(store.add_fact(fact, real_rows(fact)))
    ]  # fmt: skip
    with transaction.atomic():
        checkpoint()
        FactPart.objects.bulk_create(parts)


def versions_in_force() -> list[IndicatorVersion]:
    """The newest version of each indicator that can be counted."""
    newest = IndicatorVersion.objects.order_by("indicator", "-pk").select_related("indicator")
    found = {version.indicator_id: version for version in reversed(newest)}
    return [version for version in found.values() if _is_countable(version)]


def _is_countable(version: IndicatorVersion) -> bool:
    try:
        return bool(version.parsed)
    except DefinitionError:  # an app that is gone took its fact along
        return False


def _store_figures(store: FactStore, computation: Computation, version: IndicatorVersion) -> None:
    # Counted before anything is written: nobody waits for the database meanwhile.
    found = [
        StoredFigures(
            computation=computation, version=version, office_id=office,
            is_with_branches=is_with_branches, figures=data,
        )
        for (office, is_with_branches), data in collect(
            _figures(store, version.parsed, localdate())
        )
    ]  # fmt: skip
    with transaction.atomic():
        checkpoint()
        StoredFigures.objects.bulk_create(found)


def _store_targets(store: FactStore, computation: Computation) -> None:
    today = localdate()
    with rls_bypass_all(reason="what a fund spent is summed over cases that nobody reads here"):
        spending = list(spending_of_funds(computation, today))
    reached = list(figures_of_targets(store, computation, today))
    with transaction.atomic():
        checkpoint()
        FundSpending.objects.bulk_create(spending)
        TargetFigure.objects.all().delete()
        TargetFigure.objects.bulk_create(reached)


def _figures(
    store: FactStore, definition: Definition, today: date
) -> Iterator[tuple[Period, Figure]]:
    for period, cuts, since, until in spans_of(definition, today):
        for figure in compute(store, definition, cuts, period=period, since=since, until=until):
            yield period, figure


@transaction.atomic
def _finish(computation: Computation) -> None:
    """Pages read it from now on, and what was computed before goes."""
    checkpoint()
    computation.finished_at = now()
    computation.code_version = version_of("amparo")
    computation.save()
    log.log_event(computation.asked_by, "computation.finished", computation)
    for before in Computation.objects.filter(pk__lt=computation.pk):
        discard(before)
        before.delete()


def discard(computation: Computation) -> None:
    """Deletes facts and figures of a computation, and the key that they were sealed with."""
    _discard(computation)
    DataKey.destroy([computation.ref])


def fail(computation: Computation, fault: Exception) -> None:
    """Says that it ended without figures: those of the computation before stand."""
    with transaction.atomic():
        computation.failed_at, computation.failure = now(), type(fault).__name__
        computation.save(update_fields=["failed_at", "failure"])
        log.log_event(computation.asked_by, "computation.failed", computation)
