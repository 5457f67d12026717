"""On what a check may rest: a record of the case, or a document with its issuer and date.

Protects who would be sent back on the word of the one colleague who counselled them. An app names
its kinds of record here when the house begins; which of them a check takes is said by its `Kind`.
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
    from .checks import CheckKind
    from .models import Check, CheckResult

# Records of a case carry who made them (`by`), when (`at`), and their `ref`.
type Find = Callable[["Check"], PermissionQuerySet[Any]]

MOST = 60


@dataclass(frozen=True)
class Source:
    """One kind of record that may show what a check asks: its name, what it is called, which."""

    name: str
    label: Promise
    find: Find


def offers(source: Source) -> Source:
    return evidence_sources.register(source.name, source)


def evidence_label(name: str) -> str:
    source = evidence_sources.get(name)
    return str(source.label) if source else ""


def documents(check: "Check") -> PermissionQuerySet[Any]:
    """The documents of the case that are still there and hold no virus; none where a document
    shows nothing at this check.
    """
    if check.of_kind.document is None:
        return Attachment.objects.none()
    there = Attachment.objects.filter(case=check.case_id).not_removed()
    return there.exclude(verdict=Attachment.Verdict.INFECTED)


def records(check: "Check", source: Source) -> PermissionQuerySet[Any]:
    """Those of one kind that somebody else made than whoever may not be relied on alone."""
    return source.find(check).exclude(by__in=check.of_kind.not_by(check))


def records_seen(check: "Check", user: User) -> Iterator[tuple[Source, Model]]:
    """What `user` may choose among, newest first of each kind."""
    for name in check.of_kind.rests_on:
        if source := evidence_sources.get(name):
            for record in records(check, source).accessible_to(user).order_by("-pk")[:MOST]:
                yield source, record


def is_one_of(check: "Check", source_name: str, record: Model) -> bool:
    source = evidence_sources.get(source_name)
    names = check.of_kind.rests_on
    return bool(
        source and source_name in names and records(check, source).filter(pk=record.pk).exists()
    )


@aggregate_query("a record may be in a case that is closed to who asks")
def standing(checks: Iterable["Check"], latest: "Mapping[int, CheckResult]") -> tuple[int, ...]:
    """Returns the keys of the checks whose evidence is still there, from somebody who may still
    give it.
    """
    return tuple(check.pk for check in checks if _still_stands(check, latest.get(check.pk)))


def _still_stands(check: "Check", decision: "CheckResult | None") -> bool:
    if check.of_kind.is_computed:
        return True
    if decision is None:
        return False
    if check.of_kind.document is not None and _is_shown_by_paper(decision):
        return True
    source = evidence_sources.get(decision.record_kind)
    if source is None or source.name not in check.of_kind.rests_on:
        return False
    return records(check, source).filter(ref=decision.record_ref).exists()


def _is_shown_by_paper(decision: "CheckResult") -> bool:
    paper = decision.paper
    is_there = paper and paper.storage_key and not paper.is_harmful
    return bool(is_there and decision.issuer and decision.issued_on)


def nothing_there(check: "Check", user: User) -> str:
    """Says what to do while nothing is there that shows it; "" where there is something."""
    kind = check.of_kind
    if kind.is_computed or kind.follows or documents(check).exists():
        return ""
    if any(True for _found in records_seen(check, user)):
        return ""
    if kind.document is None:
        return str(kind.to_do)
    nothing = _("Neither a document in this case nor a record of a colleague shows it yet.")
    return f"{nothing} {kind.to_do}".strip()


def shown_by(kind: "CheckKind") -> list[str]:
    """What shows that a check of this kind is met, each in words."""
    names = [evidence_label(name) for name in kind.rests_on]
    if kind.document is not None:
        names.append(_("%(document)s, with issuer and date") % {"document": kind.document})
    return names or [str(kind.evidence.label)]


def words_alone(kind: "CheckKind") -> str:
    return _("Words alone are not enough here. Choose what shows it: %(what)s.") % {
        "what": "; ".join(shown_by(kind))
    }


def follows_alone(check: "Check") -> str:
    """Says that nobody decides this by hand, and what is still missing."""
    told = _("Nobody decides this here: it follows from a record alone (%(record)s).") % {
        "record": evidence_label(check.of_kind.follows)
    }
    return " ".join([told, *check.missing])


def no_longer(check: "Check") -> str:
    return _(
        "%(what)s: it rests on words alone, or on what is no longer there. Settle it again: "
        "%(shown_by)s."
    ) % {"what": check.called, "shown_by": "; ".join(shown_by(check.of_kind))}
