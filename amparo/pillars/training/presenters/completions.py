"""What was completed on other platforms, as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from amparo.foundation.core.models import User

from ..completion_lists import CompletionPlan, OpenMatch
from ..completion_matching import Likeness
from ..import_problems import problem_text
from ..models import CompletionExport, OutsideCompletion, Participant

MOST_SHOWN, MOST_OF_ONE = 100, 20
NEW_TITLE, CHANGED_TITLE = gettext_lazy("New completions"), gettext_lazy("Date corrected")


def whole_completions(rows: QuerySet[OutsideCompletion]) -> QuerySet[OutsideCompletion]:
    """With what a row shows."""
    return rows.select_related("version__course").prefetch_related("version__texts")


def completions_of(participant: Participant) -> list[OutsideCompletion]:
    rows = whole_completions(participant.completions.order_by("-completed_on", "-pk"))
    return list(rows[:MOST_OF_ONE])


def own_completions(user: User) -> list[OutsideCompletion]:
    """Those of a colleague; withdrawn ones are said too."""
    rows = OutsideCompletion.objects.filter(participant__user=user).accessible_to(user)
    return list(whole_completions(rows.order_by("-completed_on", "-pk"))[:MOST_OF_ONE])


def import_counts(export: CompletionExport, plan: CompletionPlan | None) -> list[tuple[str, int]]:
    """What an import records, and what it leaves out and why: label and count."""
    importing = export.importing
    found = [
        (pgettext("import", "Rows"), importing.rows_found),
        (str(NEW_TITLE), importing.new),
        (str(CHANGED_TITLE), importing.known),
        (pgettext("import of participants", "Recorded already"), importing.same),
    ]
    if plan is not None:
        found += [
            (_("Who it is: to choose"), len(plan.to_choose)),
            (_("No participant of ours"), len(plan.unknown)),
            (_("Not completed"), len(plan.reading.open)),
        ]
    return [*found, (pgettext("import", "Lines left out"), importing.problems)]


def preview(export: CompletionExport, plan: CompletionPlan) -> dict[str, Any]:
    """What would happen to each line, before anything is recorded."""
    return {
        "plan": plan, "new_title": NEW_TITLE, "changed_title": CHANGED_TITLE,
        "earlier": export.importing.earlier,
        "new": plan.new[:MOST_SHOWN], "changed": plan.changed[:MOST_SHOWN],
        "unknown": plan.unknown[:MOST_SHOWN],
        "repeated": plan.reading.repeated[:MOST_SHOWN],
        "no_longer": plan.no_longer[:MOST_SHOWN],
        "problems": [
            (each, problem_text(each)) for each in plan.reading.problems[:MOST_SHOWN]
        ],
    }  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """Somebody who may be the person of a line, and what speaks for it."""

    participant: Participant
    likeness: Likeness

    @property
    def text(self) -> str:
        known = ", ".join(
            filter(None, (self.participant.label, self.participant.institution_label))
        )
        return _("%(who)s: %(why)s") % {"who": known, "why": _reason(self.likeness)}


def _reason(likeness: Likeness) -> str:
    if likeness.has_name and likeness.has_address:
        return _("same name and address; there are several")
    if likeness.has_name:
        return _("same name, nothing else in common")
    return _("same address, another name; mailboxes are shared")


def proposals_of(match: OpenMatch) -> Mapping[str, str]:
    """Whom to choose among, by ref."""
    return {str(each.ref): Proposal(each, how).text for each, how in match.proposed}
