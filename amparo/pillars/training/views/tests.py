"""Pages of tests: the question bank of a course version, files in and out, test forms; the tests
of an event, paper, and what the test says.
"""

from datetime import datetime, time
from functools import partial
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.action_views import ActionView, attempt
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
)
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.tests import (
    OpenTestForm,
    PaperTestForm,
    QuestionFileForm,
    QuestionForm,
    TestFormForm,
    languages,
)
from ..gift import read_gift, write_gift
from ..models import (
    CourseVersion,
    TestForm,
    TestMoment,
    TestQuestion,
    TestSitting,
    TrainingEvent,
)
from ..models.question_bank import EQUIVALENT
from ..models.sittings import FORM_PATHS
from ..presenters.tests import TestResultsPage, reads_questions, tests_section
from ..question_files import MOST_BYTES, Problem
from ..question_imports import (
    GIFT,
    MOODLE_XML,
    export_questions,
    import_questions,
    nothing_new_words,
    preview_import,
    read_file,
)
from ..question_problems import problem_words

PAGE, MOST_SHOWN = 50, 100
BANK = pgettext_lazy("training", "Question bank")
TESTS = pgettext_lazy("training", "Tests")
VERSIONS = CourseVersion.objects.select_related("course__office").prefetch_related("texts")
QUESTIONS = TestQuestion.objects.select_related("version__course", "theme").prefetch_related(
    "texts", "options__texts", "theme__texts"
)
FORMS = TestForm.objects.select_related("version__course").prefetch_related(
    "items__question__texts", "items__question__options__texts"
)
EVENTS = TrainingEvent.objects.select_related("office", "version__course").prefetch_related(
    "version__texts", "sessions"
)
MOMENTS = TestMoment.objects.select_related("event__office", "event__version__course", "form")


def _version(request: HttpRequest, ref, to: str = "see") -> CourseVersion:
    """The version, for those who read its questions: the right answers are not for everybody."""
    if to == "see" and not reads_questions(request.user):
        raise Http404
    return get_permitted_or_404(request, VERSIONS, to=to, ref=ref)


# The bank.


@require_safe
def questions(request, ref):
    """The questions of a course version, and the test forms made of them."""
    version = _version(request, ref)
    rows = QUESTIONS.filter(version=version).accessible_to(request.user)
    context = {
        "version": version, "may": permissions_on(version, request.user),
        "pages": paginate(rows, request, "pk", size=PAGE),
        "forms": TestForm.objects.filter(version=version).annotate(count=Count("items")),
        "languages": languages(),
        "equivalent_text": EQUIVALENT,
    }  # fmt: skip
    return render(request, "training/questions.html", context)


class BankAction(ActionView):
    """Something done to the question bank of a course version, by whoever keeps the course."""

    queryset: QuerySet = VERSIONS
    permission = "keep"
    submit_label = gettext_lazy("Save")

    def version_of(self, record):
        return record if isinstance(record, CourseVersion) else record.version

    def get_page(self, record):
        version = self.version_of(record)
        return {"crumbs": [
            (version.course.get_absolute_url(), version.title or version.course.code),
            (self.get_back_url(record), BANK),
        ]}  # fmt: skip

    def get_back_url(self, record):
        return reverse("training:questions", args=[self.version_of(record).ref])


class NewQuestion(BankAction):
    title = pgettext_lazy("training test", "Record question")
    success_message = gettext_lazy("Question recorded.")
    form_class = QuestionForm

    def get_form_kwargs(self, version):
        return {"language": formats.current_language()}

    def get_arguments(self, form):
        return form.question_fields

    def perform(self, version, *, by, question, language):
        return TestQuestion.record(version, question, language, by=by)


class EditQuestion(BankAction):
    queryset = QUESTIONS
    title = gettext_lazy("Edit question")
    success_message = gettext_lazy("Question updated.")
    form_class = QuestionForm

    def get_form_kwargs(self, question):
        asked = self.request.GET.get("language", "")
        known = dict(languages())
        language = asked if asked in known else question.words_here[1]
        return {"question": question, "language": language}

    def get_arguments(self, form):
        return form.question_fields

    def perform(self, record, *, by, question, language):
        record.change(question, language, by=by)


new_question = NewQuestion.as_view()
edit_question = EditQuestion.as_view()
retire_question = BankAction.as_view(
    queryset=QUESTIONS, title=pgettext_lazy("training test", "Retire question"),
    submit_label=pgettext_lazy("training test", "Retire question"),
    lede=gettext_lazy("New test forms do not offer it. Answers that were given stay."),
    success_message=gettext_lazy("Question retired."), perform=TestQuestion.retire,
)  # fmt: skip


class NewTestForm(BankAction):
    title = gettext_lazy("New test form")
    success_message = gettext_lazy("Test form recorded.")
    form_class = TestFormForm

    def get_form_kwargs(self, version):
        return {"bank": QUESTIONS.filter(version=version, retired_at=None)}

    def perform(self, version, *, by, **fields):
        return TestForm.record(version, by=by, **fields)


class EditTestForm(BankAction):
    queryset = FORMS
    title = gettext_lazy("Edit test form")
    success_message = gettext_lazy("Test form updated.")
    form_class = TestFormForm

    def get_form_kwargs(self, form):
        return {"bank": QUESTIONS.filter(version=form.version, retired_at=None), "form": form}

    def perform(self, form, *, by, **fields):
        form.change(by=by, **fields)


new_test_form = NewTestForm.as_view()
edit_test_form = EditTestForm.as_view()


@accept_uploads(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request, ref):
    """First what the file would bring, line by line; then, with another button, the import."""
    version = _version(request, ref, to="keep")
    if request.method == "POST" and "checked" in request.POST:
        return _import_checked(request, version)
    form = QuestionFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context: dict = {"version": version, "form": form}
    if form.is_bound and form.is_valid():
        context |= _check(version, form.cleaned_data["file"], form.cleaned_data["language"])
    status = 422 if form.is_bound and not context.get("preview") else 200
    return render(request, "training/questions_import.html", context, status=status)


def _check(version: CourseVersion, content: bytes, language: str) -> dict:
    reading = read_file(content)
    return _preview(version, reading.questions, language) | {
        "problems": [_with_words(each) for each in reading.problems[:MOST_SHOWN]],
        "problem_count": len(reading.problems),
    }  # fmt: skip


def _with_words(problem: Problem) -> tuple[Problem, str]:
    return problem, problem_words(problem.wrong)


def _preview(version: CourseVersion, asked, language: str) -> dict:
    preview = preview_import(version, asked, language)
    counts = [
        (pgettext_lazy("import", "New"), len(preview.new)),
        (gettext_lazy("Translated"), len(preview.translated)),
        (pgettext_lazy("import", "Recorded already"), len(preview.same)),
        (gettext_lazy("Answered already, so left as they are"), len(preview.kept)),
    ]  # fmt: skip
    return {
        "preview": preview, "counts": counts, "language": language,
        "nothing_new": nothing_new_words(),
        "shown": [*preview.new, *(found for _known, found in preview.translated)][:MOST_SHOWN],
        # The checked questions come back with the button: no file is kept meanwhile.
        "checked": "" if preview.changes_nothing else write_gift(asked),
    }  # fmt: skip


def _import_checked(request: HttpRequest, version: CourseVersion) -> HttpResponse:
    language = request.POST.get("language", "")
    asked = read_gift(request.POST["checked"]).questions
    form = QuestionFileForm({"language": language})
    if language in dict(languages()):
        done = attempt(form, partial(import_questions, version, asked, language, by=request.user))
        if done is not None:
            words = ngettext(
                "%(count)d question imported.", "%(count)d questions imported.",
                len(done.new) + len(done.translated),
            )  # fmt: skip
            return action_done(
                request, next_url=reverse("training:questions", args=[version.ref]),
                message=words % {"count": len(done.new) + len(done.translated)},
            )  # fmt: skip
    context = {"version": version, "form": form}
    return render(request, "training/questions_import.html", context, status=422)


MEDIA_TYPES = {GIFT: ("text/plain; charset=utf-8", "txt"), MOODLE_XML: ("application/xml", "xml")}


@require_safe
def export_file(request, ref, file_format):
    """The questions of one language (`?language=`) as GIFT or Moodle XML."""
    version = _version(request, ref, to="keep")
    if file_format not in MEDIA_TYPES:
        raise Http404
    language = request.GET.get("language", formats.current_language())
    content = export_questions(version, language, file_format, by=request.user)
    media_type, ending = MEDIA_TYPES[file_format]
    response = HttpResponse(content, content_type=media_type, headers=SEALED_OFF)
    name = f"{version.course.code}-{version.number}-{language}.{ending}"
    response.headers["Content-Disposition"] = disposition(name)
    return response


# Tests of an event.


@require_safe
def event_tests(request, ref):
    """Which tests the event has, and the links to them."""
    event = get_permitted_or_404(request, EVENTS, to="see", ref=ref)
    context = {
        "event": event, "tests": tests_section(event, request.user),
        "public_address": request.build_absolute_uri("/")[:-1],
    }  # fmt: skip
    return render(request, "training/tests.html", context)


@require_safe
def results(request, ref):
    """What the test says: gain, themes, questions. Observers read groups of five and more."""
    event = get_permitted_or_404(request, EVENTS, to="see", ref=ref)
    context = {"event": event, "page": TestResultsPage(event, request.user)}
    return render(request, "training/test_results.html", context)


class EventTestAction(ActionView):
    """Something done to the tests of an event, by its organizers and trainers."""

    queryset: QuerySet = MOMENTS
    permission = "train"

    def event_of(self, record):
        return record if isinstance(record, TrainingEvent) else record.event

    def get_page(self, record):
        event = self.event_of(record)
        return {"crumbs": [
            (event.get_absolute_url(), event.title), (self.get_back_url(record), TESTS),
        ]}  # fmt: skip

    def get_back_url(self, record):
        return reverse("training:event-tests", args=[self.event_of(record).ref])


class OpenTest(EventTestAction):
    queryset = EVENTS
    title = pgettext_lazy("training test", "Open test")
    submit_label = pgettext_lazy("training test", "Open test")
    success_message = gettext_lazy("Test opened. Participants can take it now.")
    form_class = OpenTestForm

    def get_form_kwargs(self, event):
        found = TestForm.objects.filter(version=event.version).prefetch_related("items")
        opened = TestMoment.objects.filter(event=event).values_list("moment", flat=True)
        return {"forms_of_version": found, "opened": set(opened)}

    def perform(self, event, *, by, **fields):
        return TestMoment.open(event, by=by, **fields)


CLOSE = pgettext_lazy("training test", "Close test")
REOPEN = pgettext_lazy("training test", "Open test again")
open_test = OpenTest.as_view()
close_test = EventTestAction.as_view(
    title=CLOSE, submit_label=CLOSE,
    lede=gettext_lazy("No more answers come by telephone. Tests on paper can still be entered."),
    success_message=gettext_lazy("Test closed."), perform=TestMoment.close,
)  # fmt: skip
reopen_test = EventTestAction.as_view(
    title=REOPEN, submit_label=REOPEN,
    success_message=gettext_lazy("Test opened. Participants can take it now."),
    perform=TestMoment.reopen,
)  # fmt: skip


class EnterPaper(EventTestAction):
    """A test on paper. Codes on paper are read by organizers alone: a trainer knows the room."""

    queryset = MOMENTS.prefetch_related(*FORM_PATHS)
    title = gettext_lazy("Enter test from paper")
    submit_label = pgettext_lazy("button", "Enter")
    success_message = gettext_lazy("Test entered.")
    form_class = PaperTestForm

    def get_record(self, **refs):
        moment = super().get_record(**refs)
        if moment.is_anonymous and "keep" not in permissions_on(moment.event, self.request.user):
            raise PermissionDenied
        return moment

    def get_form_kwargs(self, moment):
        return {"moment": moment}

    def get_context(self, moment):
        return {"about": moment.get_moment_display()}

    def perform(self, moment, *, by, answers, taken_on, code, number=None, **_parts):
        enrolment = None
        if number is not None:
            enrolment = moment.event.enrolments.accessible_to(by).filter(number=number).first()
            if enrolment is None:
                raise Refusal(_("Nobody has this number on the list of this event."))
        # The page carries a number: however often it is sent, the paper is there once.
        once = self.request.POST.get("once") or str(uuid4())
        taken_at = datetime.combine(taken_on, time(0), tzinfo=moment.event.zone)
        return TestSitting.take(
            moment, answers, form_key=receipt_codes.key_of(f"paper {once}"),
            enrolment=enrolment, code=code, by=by, taken_at=taken_at,
        )  # fmt: skip

    def get_success_url(self, moment, result):
        return reverse("training:test-paper", args=[moment.ref])


enter_paper = EnterPaper.as_view()
