"""On what a gate may rest: a record of the case, or a document with its issuer and date.

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
from amparo.pillars.assistance.cases.models import Attachment

from .extension_points import evidence_sources

if TYPE_CHECKING:
    from .checks import Kind
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
    """The documents of the case that are still there and hold no virus; none where a document
    shows nothing at this gate.
    """
    if gate.of_kind.document is None:
        return Attachment.objects.none()
    there = Attachment.objects.filter(case=gate.case_id).in_the_file()
    return there.exclude(verdict=Attachment.Verdict.INFECTED)


def records(gate: "Gate", source: Source) -> PermissionQuerySet[Any]:
    """Those of one kind that somebody else made than whoever may not be relied on alone."""
    return source.find(gate).exclude(by__in=gate.of_kind.not_by(gate))


def records_seen(gate: "Gate", user: User) -> Iterator[tuple[Source, Model]]:
    """What `user` may choose among, newest first of each kind."""
    for name in gate.of_kind.rests_on:
        if source := evidence_sources.get(name):
            for record in records(gate, source).accessible_to(user).order_by("-pk")[:MOST]:
                yield source, record


def is_one_of(gate: "Gate", source_name: str, record: Model) -> bool:
    source = evidence_sources.get(source_name)
    names = gate.of_kind.rests_on
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
    if gate.of_kind.is_computed:
        return True
    if decision is None:
        return False
    if gate.of_kind.document is not None and _is_shown_by_paper(decision):
        return True
    source = evidence_sources.get(decision.record_kind)
    if source is None or source.name not in gate.of_kind.rests_on:
        return False
    return records(gate, source).filter(ref=decision.record_ref).exists()


def _is_shown_by_paper(decision: "GateDecision") -> bool:
    paper = decision.paper
    is_there = paper and paper.stored_as and not paper.is_harmful
    return bool(is_there and decision.issuer and decision.issued_on)


def nothing_there(gate: "Gate", user: User) -> str:
    """Says what to do while nothing is there that shows it; "" where there is something."""
    kind = gate.of_kind
    if kind.is_computed or kind.follows or documents(gate).exists():
        return ""
    if any(True for _found in records_seen(gate, user)):
        return ""
    if kind.document is None:
        return str(kind.to_do)
    nothing = _("Neither a document in this case nor a record of a colleague shows it yet.")
    return f"{nothing} {kind.to_do}".strip()


def shown_by(kind: "Kind") -> list[str]:
    """What shows that a gate of this kind is met, each in words."""
    names = [called(name) for name in kind.rests_on]
    if kind.document is not None:
        names.append(_("%(document)s, with issuer and date") % {"document": kind.document})
    return names or [str(kind.evidence.label)]


def words_alone(kind: "Kind") -> str:
    return _("Words alone are not enough here. Choose what shows it: %(what)s.") % {
        "what": "; ".join(shown_by(kind))
    }


def follows_alone(gate: "Gate") -> str:
    """Says that nobody decides this by hand, and what is still missing."""
    told = _("Nobody decides this here: it follows from a record alone (%(record)s).") % {
        "record": called(gate.of_kind.follows)
    }
    return " ".join([told, *gate.missing])


def no_longer(gate: "Gate") -> str:
    return _(
        "%(what)s: it rests on words alone, or on what is no longer there. Settle it again: "
        "%(shown_by)s."
    ) % {"what": gate.called, "shown_by": "; ".join(shown_by(gate.of_kind))}
