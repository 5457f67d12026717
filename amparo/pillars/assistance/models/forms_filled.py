"""Forms that were filled in about a case: the answers as they were given, which nobody alters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from amparo.foundation.fieldwork.asking import said, speaks
from amparo.foundation.fieldwork.models import FormVersion
from amparo.foundation.fieldwork.xforms import Filled, Outcome, evaluate, fill
from amparo.foundation.trust import audit
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refusals import Refusal

from ..landings import land
from .cases import Case
from .parts import Part

if TYPE_CHECKING:
    from .form_drafts import FormDraft

# A form asks it first: whoever says no is promised that nothing is kept.
AGREES, NO = "agrees", "no"
NOT_LANDED, NO_FILE = "not-landed", "file-missing"


class FormFilled(Part):
    """One form about one case. What became of its answers stands in the records they went to."""

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", db_index=False)
    # The answers as they arrived (XForms, XML).
    answers = PersonalField()
    # What is odd in them, by question and kind: never an answer.
    findings = models.JSONField(default=list)

    # Why not, for whoever keeps it now: a refusal may repeat what was answered, and is not kept.
    why: Sequence[str] = ()

    personal = ("answers",)
    harmless = ("findings", "at")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    @classmethod
    @transaction.atomic
    def keep(
        cls,
        case: Case,
        version: FormVersion,
        record: bytes,
        *,
        by: User,
        draft: "FormDraft | None" = None,
        from_afar: bool = False,
        **named: Any,
    ) -> "FormFilled":
        """The answers, whole, and each that has a landing in its own record too.

        What does not land is told among the findings: no answer is lost because another is odd.
        The draft that they were written in ends, and its files are theirs.
        """
        from .filled_files import FilledFile

        case.must_allow_work()
        # Who began while it was in use may end with it; in the field nobody could know that the
        # form was replaced meanwhile.
        is_begun = draft is not None or (from_afar and version.state == "retired")
        if version.state != "published" and not is_begun:
            raise Refusal(_("This form is no longer in use. Open the one that took its place."))
        outcome = evaluate(version.opened, record)
        if declined(outcome.answers):
            raise Refusal(_("They did not agree to these questions, so nothing was kept."))
        filled = cls.objects.create(
            case=case, by=by, version=version, answers=record.decode(), **named
        )
        troubles = land(case, version.opened, outcome.answers, by=by)
        found = [{"path": each.path, "kind": each.kind} for each in outcome.findings]
        found += [{"path": name, "kind": NOT_LANDED} for name in troubles]
        if draft is not None:
            missing = FilledFile.settle(filled, outcome.attachments, draft)
            found += [{"path": path, "kind": NO_FILE} for path in missing]
            draft.end()
        filled.findings = found
        filled.why = list(troubles.values())
        filled.save(update_fields=["findings"])
        case.touch()
        audit.note(by, "formfilled.kept", filled)
        return filled

    @property
    def form(self) -> str:
        return self.version.called

    @property
    def told_answers(self) -> list[str]:
        """Each under its question, in the reader's language where the form speaks it."""
        told = said(self.told(speaks(self.version.languages)))
        return [f"{label}: {answer}" for part in told for label, answer in part.fields]

    @property
    def outcome(self) -> Outcome:
        return evaluate(self.version.opened, self.answers.encode())

    def told(self, language: str = "") -> Filled:
        """The answers beside the words of their questions."""
        return fill(self.version.opened, self.outcome.answers, moment=self.at, language=language)


def declined(answers: object) -> bool:
    """Whether the form asks first, and they said no."""
    if isinstance(answers, dict):
        return any(
            (name == AGREES and answer == NO) or declined(answer)
            for name, answer in answers.items()
        )
    return isinstance(answers, list) and any(map(declined, answers))
