"""Pages of competencies and their frameworks, and the import of a framework in two steps.

Between the steps what was read travels with the page, signed for this user for an hour: nothing is
stored of a file that is not imported.
"""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
    signed_in_user,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.cells import as_text
from amparo.foundation.core.spreadsheets.reader import open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.law.import_steps import sign, unsign
from amparo.ui.filters import Filter, FilterBar
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..competency_import import (
    find_framework,
    import_framework,
    plan_import,
    problem_text,
)
from ..forms.competencies import MOST_BYTES, CompetencyForm, FrameworkFileForm, FrameworkForm
from ..forms.courses import LANGUAGES
from ..framework_files import FrameworkFile, UnreadableFramework, read_case, read_table
from ..models import Competency, CompetencyFramework, CourseVersion

PAGE, MOST_SHOWN, MOST_PROBLEMS, MOST_PARTS = 50, 30, 100, 100
COMPETENCIES = pgettext_lazy("plural", "Competencies")
OWN, RETIRED = "own", "retired"
WHOLE = Competency.objects.select_related("framework", "parent__framework").prefetch_related(
    "texts", "parent__texts"
)
UNREADABLE = {
    "not_json": gettext_lazy("This is no JSON that can be read. Save the CASE package again."),
    "no_document": gettext_lazy("This JSON is no CASE package: it has no CFDocument."),
    "no_items": gettext_lazy("There is no competency in this file."),
    "too_many": gettext_lazy("There are more than 5,000 competencies in this file. Divide it."),
    "no_columns": gettext_lazy(
        "Name the columns code and statement_es, statement_en and so on in the first row."
    ),
}


@require_safe
def index(request):
    """Competencies in use, by framework and code; the retired ones where they are asked for."""
    bar = _bar(request)
    rows = WHOLE.accessible_to(request.user)
    rows = rows.filter(retired_at__isnull=bar.value("use") != RETIRED)
    if chosen := bar.value("framework"):
        rows = rows.filter(
            framework=None if chosen == OWN else CompetencyFramework.objects.get(ref=chosen)
        )
    taught = Q(course_versions__state=CourseVersion.State.PUBLISHED)
    rows = rows.annotate(courses=Count("course_versions", filter=taught, distinct=True))
    pages = paginate(rows, request, "code", "pk", size=PAGE)
    frameworks = CompetencyFramework.objects.accessible_to(request.user).annotate(
        count=Count("competencies", filter=Q(competencies__retired_at=None))
    )
    context = {
        "pages": pages, "bar": bar, "frameworks": frameworks[:PAGE],
        "may_keep": "training.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "training/competency_list.html", context)


def _bar(request) -> FilterBar:
    frameworks = CompetencyFramework.objects.accessible_to(request.user).order_by("title")
    return FilterBar(
        [
            Filter(
                "framework", pgettext_lazy("training", "Competency framework"),
                lambda: [
                    (OWN, pgettext_lazy("competency framework", "Our own")),
                    *((each.ref.hex, each.title) for each in frameworks[:40]),
                ],
            ),
            Filter(
                "use", pgettext_lazy("competencies", "In use"),
                lambda: [(RETIRED, pgettext_lazy("competencies", "Retired"))],
            ),
        ],
        request.GET,
    )  # fmt: skip


@require_safe
def show(request, ref):
    competency = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    versions = CourseVersion.objects.accessible_to(request.user).filter(
        competencies=competency, state=CourseVersion.State.PUBLISHED
    )
    versions = versions.select_related("course").prefetch_related("texts")
    parts = competency.parts.filter(retired_at=None).prefetch_related("texts")
    context = {
        "competency": competency, "parts": parts.order_by("code")[:MOST_PARTS],
        "versions": versions.order_by("course__code")[:PAGE],
        "may": permissions_on(competency, request.user),
    }  # fmt: skip
    return render(request, "training/competency_detail.html", context)


@require_safe
def show_framework(request, ref):
    framework = get_permitted_or_404(request, CompetencyFramework, to="see", ref=ref)
    rows = WHOLE.accessible_to(request.user).filter(framework=framework)
    pages = paginate(rows, request, "code", "pk", size=PAGE)
    context = {
        "framework": framework, "pages": pages, "may": permissions_on(framework, request.user),
    }  # fmt: skip
    return render(request, "training/framework_detail.html", context)


class CompetencyAction(ActionView):
    """An action on a competency, or a new one."""

    queryset = WHOLE
    permission = "keep"

    def get_page(self, competency):
        crumbs = [(reverse("training:competencies"), COMPETENCIES)]
        if competency is not None:
            crumbs.append((competency.get_absolute_url(), competency.code))
        return {"crumbs": crumbs}


class NewCompetency(CompetencyAction):
    title = pgettext_lazy("training", "Record competency")
    submit_label = pgettext_lazy("training", "Record competency")
    success_message = gettext_lazy("Competency recorded.")
    form_class = CompetencyForm

    def get_record(self):
        require_permission(self.request, "training.keep")

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_arguments(self, form):
        return form.competency_fields

    def get_back_url(self, record):
        return reverse("training:competencies")

    def perform(self, record, *, by, **fields):
        return Competency.record(by=by, **fields)

    def get_success_url(self, record, competency):
        return competency.get_absolute_url()


class EditCompetency(CompetencyAction):
    title = pgettext_lazy("training", "Edit competency")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Competency updated.")
    form_class = CompetencyForm

    def get_form_kwargs(self, competency):
        return {"user": self.request.user, "competency": competency}

    def get_arguments(self, form):
        return form.competency_fields

    def perform(self, competency, *, by, **fields):
        competency.change(by=by, **fields)


class RetireCompetency(CompetencyAction):
    title = pgettext_lazy("training", "Retire competency")
    submit_label = pgettext_lazy("training", "Retire competency")
    success_message = gettext_lazy("Competency retired.")
    lede = gettext_lazy("No course names it from now on. Courses that name it keep it.")
    tone = "danger"

    def perform(self, competency, *, by):
        competency.retire(by=by)


class NewFramework(ActionView):
    title = pgettext_lazy("training", "Record framework")
    submit_label = pgettext_lazy("training", "Record framework")
    success_message = gettext_lazy("Framework recorded.")
    form_class = FrameworkForm

    def get_record(self):
        require_permission(self.request, "training.keep")

    def get_page(self, record):
        return {"crumbs": [(reverse("training:competencies"), COMPETENCIES)]}

    def get_back_url(self, record):
        return reverse("training:competencies")

    def perform(self, record, *, by, **fields):
        return CompetencyFramework.record(by=by, **fields)

    def get_success_url(self, record, framework):
        return framework.get_absolute_url()


class EditFramework(ActionView):
    queryset = CompetencyFramework
    permission = "keep"
    title = pgettext_lazy("training", "Edit framework")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Framework updated.")
    form_class = FrameworkForm

    def get_form_kwargs(self, framework):
        names = ("title", "publisher", "url")
        return {"initial": {name: getattr(framework, name) for name in names}}

    def get_page(self, framework):
        return {
            "crumbs": [
                (reverse("training:competencies"), COMPETENCIES),
                (framework.get_absolute_url(), framework.title),
            ]
        }

    def perform(self, framework, *, by, **fields):
        framework.change(by=by, **fields)


# The import.


@accept_uploads(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request):
    """Reads a file and shows what it would change; sent again, imports what was shown."""
    require_permission(request, "training.keep")
    if request.method == "POST" and "read" in request.POST:
        return _import(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FrameworkFileForm(*sent, user=signed_in_user(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, form=form)
    said = form.cleaned_data
    try:
        file = _read(form)
    except (Refusal, UnreadableFile) as fault:
        form.add_error("file", str(fault))
        return _page(request, form=form)
    framework = find_framework(file, said["framework"])
    for name in ("title", "publisher"):
        if framework is None and not (getattr(file, name) or said[name]):
            form.add_error(name, _("The file does not say it. Write it here."))
    if form.errors:
        return _page(request, form=form)
    names = {"title": said["title"], "publisher": said["publisher"]}
    kept = [file.as_json(), framework.pk if framework else None, names]
    return _page(request, form=form, file=file, names=names, plan=plan_import(file, framework),
                 kept=sign(kept, _salt(request)))  # fmt: skip


def _import(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    kept = unsign(request.POST["read"], _salt(request))
    if kept is None:
        expired = _("The check has expired. Choose the file again.")
        return _page(request, form=FrameworkFileForm(user=user), refusal=expired)
    file, key, names = FrameworkFile.from_json(kept[0]), kept[1], kept[2]
    chosen = CompetencyFramework.objects.filter(pk=key).first() if key else None
    framework = import_framework(file, find_framework(file, chosen), by=user, **names)
    return action_done(
        request, next_url=framework.get_absolute_url(), message=_("Framework imported.")
    )


def _read(form: FrameworkFileForm) -> FrameworkFile:
    """Reads the file of a form; raises Refusal or UnreadableFile with what to do."""
    file, language = form.cleaned_data["file"], form.cleaned_data["language"]
    try:
        if form.is_case:
            return read_case(file.read(), LANGUAGES, language)
        table = open_spreadsheet(file)
        rows = ((row.number, [as_text(cell) for cell in row.cells]) for row in table.rows())
        return read_table(table.header, rows, LANGUAGES, language)
    except UnreadableFramework as fault:
        raise Refusal(str(UNREADABLE[fault.code])) from None


def _salt(request: HttpRequest) -> str:
    return f"competency framework {signed_in_user(request).ref}"


def _page(request: HttpRequest, *, form: FrameworkFileForm, **more: Any) -> HttpResponse:
    plan = more.get("plan")
    if plan is not None:
        listed = sorted(plan.problems, key=lambda each: (not each.is_refusal, each.row))
        more |= {
            "new": plan.new[:MOST_SHOWN], "changed": plan.changed[:MOST_SHOWN],
            "problems": [(each, problem_text(each)) for each in listed[:MOST_PROBLEMS]],
            "refused": sum(each.is_refusal for each in listed),
        }  # fmt: skip
    is_refused = bool(more.get("refusal") or (form.is_bound and form.errors))
    context = {"form": form, "back_url": reverse("training:competencies"), **more}
    return render(
        request, "training/framework_import.html", context, status=422 if is_refused else 200
    )


new, edit = NewCompetency.as_view(), EditCompetency.as_view()
retire = RetireCompetency.as_view()
new_framework, edit_framework = NewFramework.as_view(), EditFramework.as_view()
