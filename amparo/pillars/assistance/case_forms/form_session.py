"""One colleague with one form about one case: what may be asked, and what is written so far."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.functional import cached_property

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.dynamic_forms import (
    filter_answers,
    is_declined,
    question_at,
    set_answer,
    validate_answer_file,
)
from amparo.foundation.fieldwork.forms_engine import evaluate, evaluate_form, resume_answers
from amparo.foundation.fieldwork.models import FormVersion
from amparo.pillars.assistance.cases.models import Case
from amparo_xforms import Question

from .models import CaseFormAttachment, CaseFormDraft
from .models.form_files import delete_stored_files


def can_fill(case: Case) -> Callable[[Question], bool]:
    """A question is left out where nobody in the case's own file agreed to what it is for."""
    allowed: dict[str, bool] = {"": True}

    def may(question: Question) -> bool:
        purpose = question.notes.get("purpose", "")
        if purpose not in allowed:
            persons = [case.person] if case.person else case.persons()
            allowed[purpose] = all(
                each.consents_to(purpose, controller=case.organization) for each in persons
            )
        return allowed[purpose]

    return may


class FormSession:
    """The form as it stands before this colleague; nothing that is written is lost."""

    def __init__(self, case: Case, version: FormVersion, by: User):
        self.case, self.version, self.by = case, version, by
        self.may_ask = can_fill(case)
        self.draft = CaseFormDraft.of(case, version, by)

    @classmethod
    def open(cls, request: Any, ref: Any, version: Any) -> "FormSession":
        """Of a version that is in use, or that was when this colleague began."""
        case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
        begun = CaseFormDraft.objects.filter(case=case, by=request.user).values("version")
        in_use = Q(published_at__isnull=False, retired_at=None)
        versions = FormVersion.objects.filter(in_use | Q(pk__in=begun))
        return cls(
            case, get_permitted_or_404(request, versions, to="fill", ref=version), request.user
        )

    @cached_property
    def given(self) -> dict[str, Any]:
        """What the draft says, without what may be asked no more."""
        if self.draft is None:
            return {}
        return self.with_files(filter_answers(self.version.opened, self.draft.given, self.may_ask))

    def with_files(self, given: dict[str, Any]) -> dict[str, Any]:
        """An answer that is a file is its name."""
        for each in self.draft.files.all() if self.draft else ():
            question = question_at(self.version.opened, each.path)
            if question is not None and self.may_ask(question):
                set_answer(given, self.version.opened, each.path, each.name)
        return given

    def hold(self, record: bytes) -> CaseFormDraft | None:
        self.draft = CaseFormDraft.hold(self.case, self.version, record, by=self.by)
        return self.draft

    def take(
        self, files: Iterable[tuple[str, UploadedFile]], *, without: str = ""
    ) -> dict[str, str]:
        """Files by their questions; those that may not come in, with why not."""
        refused = {}
        for path, file in files:
            if why := self._take(path, file):
                refused[path] = why
        if without and self.draft:
            delete_stored_files(self.draft.files.filter(path=without))
        return refused

    def take_named(self, record: bytes, files: Iterable[tuple[str, UploadedFile]]) -> list[str]:
        """Files by the names that the record calls them; why some of them may not come in."""
        named = evaluate(self.version.opened, record).attachments
        paths = {each.name: each.path for each in named}
        return [
            f"{name}: {why}"
            for name, file in files
            if name in paths and (why := self._take(paths[name], file, name=name))
        ]

    def _take(self, path: str, file: UploadedFile, *, name: str = "") -> str:
        question = question_at(self.version.opened, path)
        if question is None or question.control != "upload" or not self.may_ask(question):
            return ""
        try:
            paper = validate_answer_file(question, file)
        except Refusal as refusal:
            return str(refusal)
        self.draft = self.draft or CaseFormDraft.begin(self.case, self.version, by=self.by)
        CaseFormAttachment.take(self.draft, path, paper, by=self.by, name=name)
        return ""

    def agreed_only(self, record: bytes) -> tuple[bytes, bool]:
        """The record without answers to what they did not agree to; whether there were any.

        Those questions stay in it, empty, as on the plain page: the form itself asks them.
        """
        form = self.version.opened
        if all(map(self.may_ask, form.questions())):
            return record, False
        given = resume_answers(form, record)
        allowed = filter_answers(form, given, self.may_ask)
        named = evaluate(form, record).meta.instance_id
        return evaluate_form(form, allowed).xml(named), _answered(allowed) < _answered(given)

    def is_declined(self, record: bytes) -> bool:
        """Whether they did not want to be asked: then nothing of it stays."""
        if not is_declined(resume_answers(self.version.opened, record)):
            return False
        if self.draft:
            self.draft.end()
        return True


def _answered(given: object) -> int:
    """How many answers there are."""
    if isinstance(given, dict):
        return sum(map(_answered, given.values()))
    return sum(map(_answered, given)) if isinstance(given, list) else bool(given)
