"""Pages of courses: the list, one course, its versions, and what is done with them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.pagination import paginate
from amparo.ui.responses import redirect_to

from ..course_queries import filter_bar, filtered, for_list
from ..forms.courses import CourseForm, EndorseVersionForm, VersionForm, WithdrawVersionForm
from ..models import Course, CourseVersion
from ..presenters.courses import CoursePage, VersionPage, course_rows

PAGE = 50
COURSES = pgettext_lazy("training", "Courses")
_PARTS = ("texts", "targets", "materials", "competencies__texts")
VERSIONS = CourseVersion.objects.select_related("course__office").prefetch_related(*_PARTS)
WHOLE = Course.objects.select_related("office").prefetch_related(
    *(f"versions__{each}" for each in _PARTS)
)


@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """Courses in use. What one searches for is sent and never stands in an address: then the first
    page alone is shown.
    """
    text = request.POST.get("q", "").strip()[:200]
    if request.method == "POST" and not text:
        return redirect_to(request, request.get_full_path())
    bar = filter_bar(request.user, request.GET)
    found = for_list(filtered(Course.objects.accessible_to(request.user), bar, text))
    pages = paginate(found, request, "code", "pk", size=PAGE)
    log.log_list(request.user, "course.listed", pages)
    context = {
        "pages": pages, "rows": course_rows(pages), "bar": bar, "text": text,
        "is_cut": bool(text and pages.later),
        "may_keep": "training.keep" in request.user.permissions,
        "may_see_needs": {"training.see", "capacity.see"} <= set(request.user.permissions),
    }  # fmt: skip
    return render(request, "training/course_list.html", context)


@require_safe
def show(request, ref):
    course = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    page = CoursePage(course, request.user, localdate())
    shown = page.shown.version if page.shown else None
    context = {
        "course": course, "page": page, "may": permissions_on(course, request.user),
        "version_may": permissions_on(shown, request.user) if shown else frozenset(),
    }  # fmt: skip
    return render(request, "training/course_detail.html", context)


@require_safe
def show_version(request, ref):
    version = get_permitted_or_404(request, VERSIONS, to="see", ref=ref)
    context = {
        "version": version, "course": version.course, "shown": VersionPage(version, request.user),
        "version_may": permissions_on(version, request.user),
    }  # fmt: skip
    return render(request, "training/course_version.html", context)


class NewCourse(ActionView):
    """Records a course of an office for which the user keeps trainings."""

    title = pgettext_lazy("training", "Record course")
    submit_label = pgettext_lazy("training", "Record course")
    success_message = pgettext_lazy("training", "Course recorded. Write its first version.")
    form_class = CourseForm

    def get_record(self):
        require_permission(self.request, "training.keep")

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), COURSES)]}

    def get_back_url(self, record):
        return reverse("training:courses")

    def perform(self, record, *, by, **fields):
        return Course.record(by=by, **fields)

    def get_success_url(self, record, course):
        return reverse("training:course-version-edit", args=[course.versions.get().ref])


class CourseAction(ActionView):
    """An action on a course, by whoever keeps it."""

    queryset = Course.objects.select_related("office").prefetch_related("versions__texts")
    permission = "keep"

    def get_page(self, course):
        return {
            "crumbs": [
                (reverse("training:courses"), COURSES),
                (course.get_absolute_url(), course.code),
            ]
        }


class EditCourse(CourseAction):
    title = pgettext_lazy("training", "Edit course")
    submit_label = _("Save")
    success_message = pgettext_lazy("training", "Course updated.")
    form_class = CourseForm

    def get_form_kwargs(self, course):
        return {"user": self.request.user, "course": course}

    def perform(self, course, *, by, **fields):
        course.change(by=by, **fields)


class RetireCourse(CourseAction):
    title = pgettext_lazy("training", "Retire course")
    submit_label = pgettext_lazy("training", "Retire course")
    success_message = pgettext_lazy("training", "Course retired.")
    lede = _("No event is planned of it any more. Planned events and certificates stay.")
    tone = "danger"

    def perform(self, course, *, by):
        course.retire(by=by)


class BeginVersion(CourseAction):
    title = pgettext_lazy("training", "Begin next version")
    submit_label = pgettext_lazy("training", "Begin next version")
    success_message = _("A copy of the last version. It is taught once it is published.")

    def perform(self, course, *, by):
        return course.begin_version(by=by)

    def get_success_url(self, course, version):
        return version.get_absolute_url()


class VersionAction(ActionView):
    """An action on one version of a course."""

    queryset = VERSIONS
    permission = "keep"

    def get_page(self, version):
        return {
            "crumbs": [
                (reverse("training:courses"), COURSES),
                (version.course.get_absolute_url(), version.course.code),
                (version.get_absolute_url(), version.name),
            ]
        }

    def get_back_url(self, version):
        return version.get_absolute_url()


class EditVersion(VersionAction):
    title = pgettext_lazy("training", "Write version")
    submit_label = _("Save")
    success_message = pgettext_lazy("training", "Version saved.")
    lede = _("Each language with a title and objectives is one in which the course is ready.")
    form_class = VersionForm

    def get_form_kwargs(self, version):
        return {"user": self.request.user, "version": version}

    def get_arguments(self, form):
        return form.version_fields

    def perform(self, version, *, by, **fields):
        version.write(by=by, **fields)


class ReviewVersion(VersionAction):
    permission = "review"
    title = pgettext_lazy("training", "Record review")
    submit_label = pgettext_lazy("training", "I have read it")
    success_message = pgettext_lazy("training", "Review recorded. It can be published.")
    lede = _("You have read it whole: words, hours, and what passing asks.")

    def perform(self, version, *, by):
        version.review(by=by)


class PublishVersion(VersionAction):
    title = pgettext_lazy("training", "Publish version")
    submit_label = pgettext_lazy("training", "Publish version")
    success_message = pgettext_lazy("training", "Version published.")
    lede = _(
        "It cannot be changed afterwards. Events are planned of it, no more of the one before."
    )

    def perform(self, version, *, by):
        version.publish(by=by)

    def get_success_url(self, version, result):
        return version.course.get_absolute_url()


class WithdrawVersion(VersionAction):
    title = pgettext_lazy("training", "Withdraw version")
    submit_label = pgettext_lazy("training", "Withdraw version")
    success_message = pgettext_lazy("training", "Version withdrawn.")
    lede = _("No event is planned of it any more. Planned events and certificates stay.")
    form_class = WithdrawVersionForm
    tone = "danger"

    def perform(self, version, *, by, because):
        version.withdraw(by=by, because=because)


class EndorseVersion(VersionAction):
    """Records that a body endorsed the version as it stands."""

    permission = "endorse"
    title = pgettext_lazy("guidance", "Record endorsement")
    submit_label = pgettext_lazy("guidance", "Record endorsement")
    success_message = pgettext_lazy("guidance", "Endorsement recorded.")
    lede = _("It is of the words and terms as they stand now. Other words need another one.")
    form_class = EndorseVersionForm

    def get_form_kwargs(self, version):
        return {"version": version}

    def perform(self, version, *, by, **said):
        version.endorse(by=by, today=by.office.today(), **said)


new, edit, retire = NewCourse.as_view(), EditCourse.as_view(), RetireCourse.as_view()
begin_version = BeginVersion.as_view()
edit_version, review_version = EditVersion.as_view(), ReviewVersion.as_view()
publish_version, withdraw_version = PublishVersion.as_view(), WithdrawVersion.as_view()
endorse_version = EndorseVersion.as_view()
