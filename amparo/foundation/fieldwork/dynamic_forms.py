"""A Django form built from an XForm: the questions that apply now, groups, repeats and files.

It works without scripts: what follows from an answer is shown after the page is sent.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from amparo.foundation.core.files import file_types
from amparo.foundation.core.files.downloads import LONGEST
from amparo.foundation.core.files.validation import (
    ATTACHMENT_TYPES,
    ValidatedFile,
    validate_upload,
)
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, LocalDateInput, LocalTimeInput, RadioList
from amparo_xforms import Form as XForm
from amparo_xforms import FormState, Question, QuestionState

from .form_problems import FINDINGS
from .xlsforms.checks import TITLED_BY, code_of

type MayAsk = Callable[[Question], bool]

# A form asks it first: whoever says no is promised that nothing is kept.
AGREES, NO = "agrees", "no"
# Longer lists than this fold away into one line.
MAX_OPEN_CHOICES = 12
_STEP = re.compile(r"([^\[\]/]+)(?:\[(\d{1,4})\])?")
_NUMBER = re.compile(r"\[\d+\]")


@dataclass
class FormSection:
    """A heading of the form, with what is asked under it."""

    label: str = ""
    level: int = 0
    number: int = 0  # which row of a repeated group
    more: str = ""  # the repeated group of which one more row may be asked
    fields: list[Any] = field(default_factory=list)


class FileAnswerField(forms.FileField):
    """A file as an answer; one that was given before may be taken out again."""

    is_kept = False


class DynamicForm(Form):
    """The questions that apply now, as fields; `parts` says them in their order."""

    def __init__(
        self,
        filled: FormState,
        *,
        checks: bool,
        may_ask: MayAsk | None = None,
        refused: dict[str, str] | None = None,
        beside: Collection[str] = (),
    ):
        """`refused`: why a file was not taken, by its question. `beside`: the names of the
        pictures and sounds that stand beside the form.
        """
        self.filled = filled
        self._told = [each for each in filled.open() if not may_ask or may_ask(each.question)]
        refused = refused or {}
        super().__init__(
            initial={each.path: _initial(each) for each in self._told if _is_asked(each)}
        )
        for each in self._told:
            if _is_asked(each) and not _is_note(each):
                self.fields[each.path] = made = _form_field(each)
                for use in ("image", "audio"):
                    name = each.beside(use)
                    setattr(made, use, name if name in beside else "")
        if checks or refused:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}
            troubles = {
                each.path: each.message() or _problem_message(each) for each in filled.problems()
            }
            for path, why in ((troubles if checks else {}) | refused).items():
                if path in self.fields:
                    self.add_error(path, why)

    @property
    def parts(self) -> Iterator[FormSection]:
        """Only those parts in which something is asked or said."""
        found, last = FormSection(), {each.question.path: each.path for each in self._told}
        for each in self._told:
            if each.question.is_group:
                if found.fields or found.more:
                    yield found
                found = _section(each, is_last=last[each.question.path] == each.path)
            elif _is_note(each):
                if each.question.name != TITLED_BY:  # the page is headed by it
                    found.fields.append(each.label())
            elif _is_asked(each):
                found.fields.append(self[each.path])
        if found.fields or found.more:
            yield found


def answered_sections(filled: FormState) -> Iterator[FormSection]:
    """What was answered, each under its question; what was worked out is left to machines."""
    found = FormSection()
    for each in filled.open():
        if each.question.is_group:
            if found.fields:
                yield found
            found = _section(each, is_last=False)
        elif _is_asked(each) and not _is_note(each) and each.text:
            found.fields.append((each.label() or each.question.name, display_answer(each)))
    if found.fields:
        yield found


def display_answer(each: QuestionState) -> str:
    """In the words of the choices, where there are any; a day as one says it."""
    if each.question.sort == "date":
        with suppress(ValueError):
            return formats.with_year(date.fromisoformat(each.text))
    labels = {choice.name: choice.label or choice.name for choice in each.choices()}
    if each.question.sort in ("select_multiple", "rank"):
        return formats.join_list(labels.get(name, name) for name in each.text.split())
    return labels.get(each.text, each.text)


def choose_language(languages: list[str], asked: str = "") -> str:
    """The language that was asked for, that of the reader, or the form's first."""
    ours = [each for each in languages if code_of(each) == formats.current_language()]
    return asked if asked in languages else next(iter([*ours, *languages]), "")


def parse_answers(form: XForm, told: QueryDict, may_ask: MayAsk | None = None) -> dict[str, Any]:
    """What was written into the boxes, as nested as the form; what is not asked is left."""
    found: dict[str, Any] = {}
    for name in told:
        question = question_at(form, name)
        if question is None or question.is_group or not question.control:
            continue
        if may_ask and not may_ask(question):
            continue
        values = told.getlist(name)
        several = question.sort in ("select_multiple", "rank")
        _set_answer(found, form, name, " ".join(values) if several else values[-1])
    return found


def question_at(form: XForm, path: str) -> Question | None:
    """What is asked at a path that may name the rows of repeated groups."""
    return form.find(_NUMBER.sub("", path)) if path.startswith("/") else None


def set_answer(found: dict[str, Any], form: XForm, path: str, value: str) -> None:
    """One answer in its place, where the form has one."""
    if question_at(form, path) is not None:
        _set_answer(found, form, path, value)


def filter_answers(form: XForm, found: Mapping[str, Any], may_ask: MayAsk) -> dict[str, Any]:
    """The answers without those to questions that may be asked no more."""
    return _filter_answers(form.root, found, may_ask)


def _filter_answers(
    question: Question, found: Mapping[str, Any], may_ask: MayAsk
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in found.items():
        child = question.children.get(name)
        if child is None or (child.control and not child.is_group and not may_ask(child)):
            continue
        if isinstance(value, Mapping):
            value = _filter_answers(child, value, may_ask)
        elif isinstance(value, list):
            value = [
                _filter_answers(child, row, may_ask) for row in value if isinstance(row, Mapping)
            ]
        kept[name] = value
    return kept


def add_row(form: XForm, found: dict[str, Any], path: str) -> None:
    """One more row of a repeated group, empty."""
    question = form.find(_NUMBER.sub("", path))
    if question is not None and question.is_repeat:
        _set_answer(found, form, f"{_NUMBER.sub('', path)}[{_rows(found, path) + 1}]/ ", "")


def _rows(found: Mapping[str, Any], path: str) -> int:
    place: Any = found
    for name, _number in _STEP.findall(path)[1:]:
        place = place.get(name, {}) if isinstance(place, Mapping) else {}
    return max(len(place), 1) if isinstance(place, list) else 1


def _set_answer(found: dict[str, Any], form: XForm, path: str, value: str) -> None:
    place = found
    *above, last = _STEP.findall(path)[1:]
    for name, number in above:
        if not number:
            place = place.setdefault(name, {})
            continue
        rows = place.setdefault(name, [])
        # A page shows its rows one after the other: no number leaps.
        if not 1 <= int(number) <= min(form.limits.rows, len(rows) + 2):
            return
        rows += [{} for _row in range(int(number) - len(rows))]
        place = rows[int(number) - 1]
    place[last[0]] = value


def _section(each: QuestionState, *, is_last: bool) -> FormSection:
    question = each.question
    part = FormSection(each.label(), min(len(question.names) - 2, 3))
    if question.is_repeat:
        part.number = each.node.row
        part.more = each.path if is_last and question.how_often is None else ""
    return part


def is_declined(given: object) -> bool:
    """Whether somebody said no to being asked: who does is promised that nothing is kept."""
    if isinstance(given, dict):
        return any(
            (name == AGREES and answer == NO) or is_declined(answer)
            for name, answer in given.items()
        )
    return isinstance(given, list) and any(map(is_declined, given))


def _initial(each: QuestionState) -> str | list[str]:
    several = each.question.sort in ("select_multiple", "rank")
    return each.text.split() if several else each.text


def _is_asked(each: QuestionState) -> bool:
    return bool(each.question.control) and not each.question.is_group


def _is_note(each: QuestionState) -> bool:
    """A note: words, and nothing to answer."""
    return each.question.control == "input" and each.is_read_only


def _problem_message(each: QuestionState) -> str:
    return str(FINDINGS[each.problem])


def _form_field(each: QuestionState) -> forms.Field:
    made = _choice_field(each) if each.question.choices else _text_field(each)
    made.label = each.label() or each.question.name
    made.help_text = " ".join(filter(None, [each.hint(), each.guidance(), _kept_note(each)]))
    made.required = each.is_required  # for the page to say so: the form itself is the judge
    return made


def _choice_field(each: QuestionState) -> forms.Field:
    offered = [(choice.name, choice.label or choice.name) for choice in each.choices()]
    if each.question.sort in ("select_multiple", "rank"):
        made: forms.Field = forms.MultipleChoiceField(choices=offered, widget=CheckboxList)
        return made
    if len(offered) <= MAX_OPEN_CHOICES:
        return forms.ChoiceField(choices=offered, widget=RadioList)
    return forms.ChoiceField(choices=[("", "—"), *offered])


_WIDGETS = {"date": LocalDateInput, "time": LocalTimeInput}
_MODES = {"int": "numeric", "decimal": "decimal"}


def _file_field(each: QuestionState) -> forms.Field:
    accepted = ",".join(accepted_types(each.question))
    box = FileAnswerField(widget=forms.FileInput({"accept": accepted}), max_length=LONGEST)
    box.is_kept = bool(each.text)
    return box


def _kept_note(each: QuestionState) -> str:
    if each.question.control != "upload" or not each.text:
        return ""
    return _("%(name)s is kept. Another one takes its place.") % {"name": each.text}


def _text_field(each: QuestionState) -> forms.Field:
    question = each.question
    if question.control == "trigger":
        return forms.ChoiceField(choices=[("OK", "OK")], widget=RadioList)
    if question.control == "upload":
        return _file_field(each)
    if "multiline" in question.appearance:
        return forms.CharField(widget=forms.Textarea)
    box = _WIDGETS.get(question.sort, forms.TextInput)
    attrs: dict[str, str] = {}
    if question.sort in _MODES:
        attrs = {"inputmode": _MODES[question.sort], "dir": "ltr"}
    return forms.CharField(widget=box(attrs=attrs))


# Files as answers


def validate_answer_file(question: Question, file: UploadedFile) -> ValidatedFile:
    """What was chosen as the answer, looked at; `Refusal` where it may not come in."""
    content, said = cast(BinaryIO, file), file.content_type or ""
    paper = validate_upload(
        file.name or "", said, file.size or 0, content, heard=_may_be_recording(question)
    )
    if paper.kind not in accepted_types(question).values():
        raise Refusal(_("This question asks for another kind of file. Choose it again."))
    return paper


def accepted_types(question: Question) -> dict[str, str]:
    """Which files answer it, by their endings."""
    sort = question.media.partition("/")[0]
    if sort == "image":
        return {
            ending: kind
            for ending, kind in ATTACHMENT_TYPES.items()
            if kind in file_types.IMAGE_FORMATS
        }
    # A telephone calls the same file now a sound, now a moving picture.
    return (
        file_types.RECORDING_TYPES
        if sort in ("audio", "video")
        else ATTACHMENT_TYPES | file_types.RECORDING_TYPES
    )


def _may_be_recording(question: Question) -> bool:
    return not question.media.startswith("image/")
