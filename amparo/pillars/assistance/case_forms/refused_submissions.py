"""Flags of answers that were not accepted: danger acts at once, the answers wait for a person.

A case may have changed hands between the interview and the moment when a device finds a network.
Whoever has it now is told; nothing of the case is shown to who sent the answers.
"""

from collections.abc import Iterable

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_rows
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.extension_points import refused_submission_handlers
from amparo.foundation.fieldwork.models import Submission
from amparo.pillars.assistance.assessment.flag_kinds import in_order, kinds_raised_by
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.cases.entity_lists import CASE_LIST
from amparo.pillars.assistance.cases.models import Case
from amparo_xforms import Form, Outcome

from .form_mapping.answers import AnswerLabels, RecordAnswers, group_answers
from .form_mapping.contacts import heard_in
from .submissions import NO_SUCH_CASE, cases_named, lookup_of


@refused_submission_handlers.register
def raise_flags_at_once(submission: Submission, refusal: Refusal) -> None:
    if getattr(refusal, "kind", "") != NO_SUCH_CASE or submission.by is None:
        return
    outcome, form = submission.opened, submission.version.opened
    entities = [each for each in outcome.meta.entities if each.dataset == CASE_LIST]
    named = cases_named(form, outcome, entities)
    if len(named) == 1:
        kinds = raised_flag_kinds(form, outcome)
        raise_in_case_elsewhere(lookup_of(*named), kinds, by=submission.by, source=submission)


def raised_flag_kinds(form: Form, outcome: Outcome) -> list[str]:
    """Returns the kinds of flags that the answers for a screening raise, the gravest first."""
    labels = AnswerLabels(form, outcome.answers)
    kinds: set[str] = set()
    for said in group_answers(form, outcome.answers):
        told = RecordAnswers((), said, labels).of("screening")
        try:
            kinds |= set(kinds_raised_by(heard_in(told))) if told.fields else set()
        except ValueError:  # answers that fit no screening raise nothing, and keep none out
            continue
    return in_order(kinds)


def raise_in_case_elsewhere(
    lookup: dict, kinds: Iterable[str], *, by: User, source: Record
) -> None:
    """Raises flags in an open case that `by` may not open any more, where there is one."""
    wanted = list(kinds)
    if not wanted:
        return
    for case in lock_rows(Case.objects.active().filter(**lookup), "team__office"):
        ProtectionFlag.raise_flags(
            case, wanted, by=by, source=ProtectionFlag.Source.FORM, source_ref=source.ref
        )
