"""Answers from a telephone go into the file of the case that they name, or make a new one."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork import submissions
from amparo.foundation.fieldwork.entity_lists import moment_of
from amparo.foundation.fieldwork.extension_points import late_file_handlers, submission_handlers
from amparo.foundation.fieldwork.models import Submission
from amparo.foundation.fieldwork.submissions import SubmissionNotAccepted
from amparo.pillars.assistance.cases.entity_lists import CASE_LIST, parse_ref
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.models.cases import CaseQuerySet
from amparo_xforms import Form, Outcome, Question
from amparo_xforms.form import ChoiceList
from amparo_xforms.submissions import Entity

from .models import CaseForm
from .models.completed_forms import NO_FILE, NOT_LANDED
from .registration import FACTS_MISSING, register_from_form
from .submitted_files import ODD_FILE, copy_attachments

NUMBER = "case.number"
# What a case begins with was noted when it began.
BEGUN_WITH = ("consent", "case")
NO_SUCH_CASE, SEVERAL = "no-such-case", "several-cases"
submissions.register_anomaly_messages({
    NO_SUCH_CASE: gettext_lazy("The case that it names is not open to whoever sent it."),
    SEVERAL: gettext_lazy("It names several cases: it cannot be put into one."),
    FACTS_MISSING: gettext_lazy(
        "Somebody cannot be registered from this alone: their consent or name is missing."
    ),
    ODD_FILE: gettext_lazy("This file is not of a kind that we know. It is kept as it came."),
    NO_FILE: gettext_lazy("The file of this answer has not arrived."),
    NOT_LANDED: gettext_lazy("This could not go to the record that it belongs to."),
})  # fmt: skip


@submission_handlers.register
def receive_into_case(submission: Submission, outcome: Outcome) -> bool:
    """Whether it names a case. Whoever sent it must be able to work on that case now."""
    entities = [each for each in outcome.meta.entities if each.dataset == CASE_LIST]
    named = cases_named(submission.version.opened, outcome, entities)
    new = [each for each in entities if each.creates]
    if not named and not new:
        return False
    if submission.by is None:
        raise SubmissionNotAccepted(
            submissions.NOT_BELIEVED, _("Nobody is believed to have sent it.")
        )
    if len(named | {each.id for each in new}) > 1:
        raise SubmissionNotAccepted(
            SEVERAL, _("It names several cases: it cannot be put into one.")
        )
    case = _case(named, submission.by) or _begun(new, submission, outcome)
    if case is None:
        raise SubmissionNotAccepted(
            NO_SUCH_CASE, _("The case that it names is not open to its author.")
        )
    _keep(case, submission, outcome, entities, landed=BEGUN_WITH if new else ())
    return True


@late_file_handlers.register
def process_pending_files(submission: Submission) -> bool:
    filled = CaseForm.objects.filter(submission=submission).select_related("case", "by").first()
    if filled:
        copy_attachments(submission, filled)
    return filled is not None


def _keep(
    case: Case,
    submission: Submission,
    outcome: Outcome,
    entities: list[Entity],
    *,
    landed: Collection[str],
) -> None:
    by = submission.by
    assert by is not None  # noqa: S101 - looked at before
    stale = [each.path for each in entities if _is_stale(each, case, by)]
    odd = [submissions.anomaly(submissions.STALE, path) for path in stale]
    filled = CaseForm.keep(
        case, submission.version, submission.answers.encode(), by=by,
        submission=submission, outcome=outcome, odd=odd, landed=landed,
    )  # fmt: skip
    submission.findings = filled.findings
    submission.assign_to_record()
    copy_attachments(submission, filled)


def cases_named(form: Form, outcome: Outcome, entities: list[Entity]) -> set[str]:
    """Which case it says it is about, however it says so."""
    told = {each.id for each in entities if each.updates and not each.creates}
    for question in form.questions():
        if question.notes.get("target") == NUMBER or _is_chosen_from_the_list(question):
            told |= set(_answers(question, outcome.answers))
    return {each.strip() for each in told if each and each.strip()}


def _is_chosen_from_the_list(question: Question) -> bool:
    choices = question.choices
    return isinstance(choices, ChoiceList) and f"instance('{CASE_LIST}')" in choices.whole.source


def _answers(question: Question, answers: object) -> list[str]:
    """What was answered, in every row; the names of the root are those of the record itself."""
    found = [answers]
    for name in question.names[1:]:
        rows = [row for each in found for row in (each if isinstance(each, list) else [each])]
        found = [row[name] for row in rows if isinstance(row, dict) and row.get(name)]
    return [each for each in found if isinstance(each, str)]


def _case(named: set[str], by: User) -> Case | None:
    if not named:
        return None
    [words] = named
    return _open_to(by).filter(**lookup_of(words)).first()


def lookup_of(text: str) -> dict[str, Any]:
    """Returns how a case is looked up that somebody names, by number or reference."""
    ref = parse_ref(text)
    return {"ref": ref} if ref else {"number": text.upper()[:20].replace("\0", "")}


def _open_to(by: User | None) -> CaseQuerySet:
    """With all that is asked of a case before it takes something in."""
    assert by is not None  # noqa: S101 - looked at before
    return Case.objects.accessible_to(by, "work").with_subject()  # type: ignore[attr-defined]


def _begun(new: list[Entity], submission: Submission, outcome: Outcome) -> Case | None:
    """Somebody was met in the field; what makes a case elsewhere is asked of it here too."""
    if not new:
        return None
    ref = parse_ref(new[0].id)
    if ref is None:
        raise Refusal(_("What it begins has no name of its own."))
    there = _open_to(submission.by).filter(ref=ref).first()
    return there or register_from_form(ref, submission, outcome)


def _is_stale(entity: Entity, case: Case, by: User) -> bool:
    """Whether somebody else changed the file since the telephone took it along.

    What its holder did themselves, one after the other, is no surprise to them.
    """
    base = entity.base_version if entity.trunk_version is None else entity.trunk_version
    if base is None or entity.creates:
        return False
    changed = AuditEntry.objects.filter(
        file_ref=case.ref, is_reading=False, at__gt=moment_of(base)
    )
    return changed.exclude(by=None).exclude(by=by).exists()
