"""The cases that somebody takes to the field: their own, the most urgent first."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import masking
from amparo.foundation.core.permissions.rules import annotate_permissions
from amparo.foundation.fieldwork.extension_points import bundle_providers, device_lists
from amparo.foundation.fieldwork.models import FormVersion
from amparo.foundation.fieldwork.sync.bundle import forms_for
from amparo.foundation.people.models import Consent, Person
from amparo.pillars.assistance.cases.models import Case, Note, Task
from amparo.pillars.assistance.cases.models.cases import CaseQuerySet
from amparo.pillars.assistance.planning.models import Action, FollowUp
from amparo.ui import formats

from .offline_bundle import BundlePrefetch


class CaseloadBundle:
    """What `fieldwork` asks of whoever has files to carry."""

    def versions(self, user: User, most: int) -> dict[UUID, str]:
        """Their own open cases, the most urgent first, each with what its content hangs on."""
        how = _signature(user)
        # Whom they may know of: somebody whose file was closed off since is no longer carried.
        known = Person.objects.accessible_to(user)
        rows = (
            _own(user)
            .by_urgency("next_due_on", "pk")
            .annotate(
                person_at=F("person__updated_at"),
                said_at=Max("person__consents__at"),
                withdrawn_at=Max("person__consents__withdrawal__at"),
                family_at=Max("family__members__person__updated_at"),
                dependants_at=Max("dependants__person__updated_at"),
                members=Count(
                    "family__members", filter=Q(family__members__person__in=known), distinct=True
                ),
                depending=Count(
                    "dependants", filter=Q(dependants__person__in=known), distinct=True
                ),
            )
        )
        told = rows.values_list(
            "ref", "members", "depending", "updated_at", "person_at", "said_at", "withdrawn_at",
            "family_at", "dependants_at",
        )[:most]  # fmt: skip
        return {
            ref: f"{max(filter(None, times)).isoformat()}~{members}.{depending}.{how}"
            for ref, members, depending, *times in told
        }

    def files(
        self, user: User, refs: list[UUID], forms: list[FormVersion]
    ) -> Iterator[dict[str, Any]]:
        rows = (
            Case.objects.with_subject().select_related("person__basis").accessible_to(user, "see")
        )
        cases = annotate_permissions(rows, user)
        found = {case.ref: case for case in cases.filter(ref__in=refs)}
        theirs = [found[ref] for ref in refs if ref in found]
        together = BundlePrefetch(theirs, user, forms)
        log.log_reads(user, "case.taken", theirs)
        return (together.file(case) for case in theirs)


def _own(user: User) -> CaseQuerySet:
    return Case.objects.active().filter(owner=user).accessible_to(user, "see")  # type: ignore[return-value]


def _signature(user: User) -> str:
    """What is the same for all their files: what they may see, in which words, on which forms."""
    forms = [str(form.ref) for form in forms_for(user)]
    told = repr(
        (sorted(masking.classes_of_roles(user)), sorted(user.permissions), user.language, forms)
    )
    return sha256(told.encode()).hexdigest()[:8]


bundle_providers.register(CaseloadBundle())
device_lists.register("note", lambda: Note.Kind.choices)
device_lists.register("change", lambda: FollowUp.Change.choices)
device_lists.register("task", lambda: Task.What.choices)
device_lists.register("own_task", lambda: [(each.value, each.label) for each in Task.OWN])
device_lists.register("action_status", lambda: Action.Status.choices)
device_lists.register("case_status", lambda: Case.Status.choices)
device_lists.register("birth_precision", lambda: Person.Precision.choices)
device_lists.register(
    "giver", lambda: [*Consent.Giver.choices, ("nobody", _("Nobody can: they are in danger now"))]
)
device_lists.register("relationship", lambda: Consent.Relationship.choices)
device_lists.register(
    "risk",
    lambda: [
        (band, formats.band_word(band)) for band in ("none", "low", "medium", "high", "critical")
    ],
)
