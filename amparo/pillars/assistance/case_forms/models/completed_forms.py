"""Forms that were filled in about a case: the answers as they were given, which nobody alters."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.labels import labelled
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.dynamic_forms import (
    MayAsk,
    answered_sections,
    choose_language,
    is_declined,
    question_at,
)
from amparo.foundation.fieldwork.forms_engine import evaluate, evaluate_form
from amparo.foundation.fieldwork.models import FormVersion, Submission
from amparo.foundation.fieldwork.submissions import to_json_value
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.cases.models.cases import Case
from amparo_xforms import Finding, FormState, Outcome
from amparo_xforms import Form as XForm

if TYPE_CHECKING:
    from .form_drafts import CaseFormDraft

NOT_LANDED, NO_FILE = "not-landed", "file-missing"


class CaseForm(CaseRecord):
    """One form about one case. What became of its answers stands in the records they went to."""

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", db_index=False)
    # Where a telephone brought it: what it was sent as lies here now.
    submission = models.OneToOneField(
        Submission, models.SET_NULL, null=True, related_name="filled", editable=False
    )
    # The answers as they arrived (XForms, XML).
    answers = PersonalField(pgettext_lazy("survey, form", "Answers"))
    # What evaluation made of them: tables need not work them out again.
    values = PersonalField(gettext_lazy("Calculated values"), kind="json")
    # What is odd in them, by question and kind: never an answer.
    findings = models.JSONField(default=list)

    # Why not, for whoever keeps it now: a refusal may repeat what was answered, and is not kept.
    why: Sequence[str] = ()

    crypto_label = "caseform"
    audit_name = "caseform"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Completed form")
        ordering = ["-at", "-pk"]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Forms that were filled in with you")
        review = True
        disclose = ("at", "form", "answers")
        duplicates = ("values",)
        plain_text = {
            "findings": "questions and kinds of oddities, never an answer",
        }

    class Events:
        kept = AuditEvent(
            gettext_lazy("Form completed"),
            icon="clipboard-check",
            timeline=pgettext_lazy("timeline", "Form completed"),
        )

    @classmethod
    @transaction.atomic
    def keep(
        cls, case: Case, version: FormVersion, record: bytes, *, by: User,
        draft: "CaseFormDraft | None" = None, submission: Submission | None = None,
        outcome: Outcome | None = None, odd: Sequence[dict[str, str]] = (),
        landed: Collection[str] = (), from_afar: bool = False, may_ask: MayAsk | None = None,
        **named: Any,
    ) -> "CaseForm":  # fmt: skip
        """The answers, whole, and each that has a landing in its own record too.

        What does not land is told among the findings: no answer is lost because another is odd.
        The draft that they were written in ends, and its files are theirs.
        A telephone may bring what was asked before its version was retired. What `landed` already,
        because the case began with it, is not missed.
        """
        from ..form_mapping import apply_answers
        from .form_files import CaseFormAttachment

        case.require_work_allowed()
        # Who began while it was in use may end with it; so may a telephone that was far away.
        began = draft or submission or (from_afar and version.state == "retired")
        if version.state != "published" and not began:
            raise Refusal(_("This form is no longer in use. Open the one that took its place."))
        outcome = outcome or evaluate(version.opened, record)
        if is_declined(outcome.answers):
            raise Refusal(_("They did not agree to these questions, so nothing was kept."))
        filled = cls.objects.create(
            case=case, by=by, version=version, answers=record.decode(), submission=submission,
            values=to_json_value(outcome.answers), **named,
        )  # fmt: skip
        troubles = apply_answers(case, version.opened, outcome.answers, by=by, at=filled.at)
        found = [
            {"path": each.path, "kind": each.kind}
            for each in outcome.findings
            if not _was_not_asked(each, version.opened, may_ask)
        ]
        found += list(odd)
        found += [{"path": name, "kind": NOT_LANDED} for name in troubles if name not in landed]
        if draft is not None:
            missing = CaseFormAttachment.settle(filled, outcome.attachments, draft)
            found += [{"path": path, "kind": NO_FILE} for path in missing]
            draft.end()
        filled.findings = found
        filled.why = list(troubles.values())
        filled.save(update_fields=["findings"])
        case.touch()
        log.log_event(by, "caseform.kept", filled)
        return filled

    @property
    @labelled(gettext_lazy("Form"))
    def form(self) -> str:
        return self.version.called

    @property
    def disclosed_answers(self) -> list[str]:
        """Each under its question, in the reader's language where the form speaks it."""
        told = answered_sections(self.evaluate(choose_language(self.version.languages)))
        return [f"{label}: {answer}" for part in told for label, answer in part.fields]

    @property
    def outcome(self) -> Outcome:
        return evaluate(self.version.opened, self.answers.encode())

    def evaluate(self, language: str = "") -> FormState:
        """The answers beside the words of their questions."""
        return evaluate_form(
            self.version.opened,
            self.outcome.answers,
            moment=localtime(self.at),
            language=language,
        )


def _was_not_asked(finding: Finding, form: XForm, may_ask: MayAsk | None) -> bool:
    """Nothing is missing where nobody may ask."""
    question = question_at(form, finding.path)
    return bool(
        may_ask and question and finding.kind == "missing-required" and not may_ask(question)
    )
