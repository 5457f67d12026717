"""On what a gate may rest where words are not enough: a document of the case, or a record of it.

Protects who would be sent back on the word of the one colleague who counselled them. An app names
its kinds of record here when the house begins; which of them a gate takes is said by its `Kind`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from ..models import Attachment
from .extension_points import evidence_sources

if TYPE_CHECKING:
    from .models import Gate, GateDecision

# Records of a case carry who made them (`by`), when (`at`), and their `ref`.
type Find = Callable[["Gate"], PermissionQuerySet[Any]]

MOST = 60


@dataclass(frozen=True)
class Source:
    """One kind of record that may show what a gate asks: its name, what it is called, which."""

    name: str
    label: Promise
    find: Find


def offers(source: Source) -> Source:
    return evidence_sources.register(source.name, source)


def called(name: str) -> str:
    source = evidence_sources.get(name)
    return str(source.label) if source else ""


def documents(gate: "Gate") -> PermissionQuerySet[Any]:
    """The documents of the case that are still there and hold no virus."""
    there = Attachment.objects.filter(case=gate.case_id).in_the_file()
    return there.exclude(verdict=Attachment.Verdict.INFECTED)


def records(gate: "Gate", source: Source) -> PermissionQuerySet[Any]:
    """Those of one kind that somebody else made than whoever may not be relied on alone."""
    return source.find(gate).exclude(by__in=gate.of_kind.not_by(gate))


def records_seen(gate: "Gate", user: User) -> Iterator[tuple[Source, Model]]:
    """What `user` may choose among, newest first of each kind."""
    for name in gate.of_kind.rests_on or ():
        if source := evidence_sources.get(name):
            for record in records(gate, source).accessible_to(user).order_by("-pk")[:MOST]:
                yield source, record


def is_one_of(gate: "Gate", source_name: str, record: Model) -> bool:
    source = evidence_sources.get(source_name)
    names = gate.of_kind.rests_on or ()
    return bool(
        source and source_name in names and records(gate, source).filter(pk=record.pk).exists()
    )


@aggregate_query("a record may be in a case that is closed to who asks")
def standing(gates: Iterable["Gate"], latest: "Mapping[int, GateDecision]") -> tuple[int, ...]:
    """Returns the keys of the gates of which what they were found met on is still there, and still
    by somebody who may show it.
    """
    return tuple(gate.pk for gate in gates if _still_stands(gate, latest.get(gate.pk)))


def _still_stands(gate: "Gate", decision: "GateDecision | None") -> bool:
    if gate.of_kind.rests_on is None:
        return True
    if decision is None:
        return False
    paper = decision.paper
    if paper and paper.stored_as and not paper.is_harmful:
        return True
    source = evidence_sources.get(decision.record_kind)
    if source is None or source.name not in gate.of_kind.rests_on:
        return False
    return records(gate, source).filter(ref=decision.record_ref).exists()


def nothing_there(gate: "Gate", user: User) -> str:
    """Says that neither a document nor a record is there yet; "" where there is something."""
    if gate.of_kind.rests_on is None or documents(gate).exists():
        return ""
    if any(True for _found in records_seen(gate, user)):
        return ""
    return _(
        "There is neither a document in this case nor a record that somebody other than the "
        "counsellor made. Add the document to the case, or ask a colleague to record it."
    )


def words_alone() -> str:
    return _(
        "Words alone are not enough here. Choose a document of the case, or a record that "
        "somebody other than the counsellor made."
    )


def no_longer(gate: "Gate") -> str:
    return _(
        "%(what)s: it rests on words alone, or on what is no longer there. Settle it again, with "
        "a document or a record of somebody other than the counsellor."
    ) % {"what": gate.called}
