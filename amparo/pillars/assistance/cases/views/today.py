"""Today: what waits for a caseworker, whom they accompany, and what comes next."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.database.counts import count_groups
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui import formats
from amparo.ui.pagination import paginate
from amparo.ui.responses import render_page

from .. import agenda
from ..dashboards import Dashboard, listed_cases
from ..display_names import listed_alone
from ..extension_points import DashboardPlace
from ..presenters import attach_marks
from ..queries import COUNT_LIMIT, ORDERINGS, CaseFilter, cases_from_grants, filtered_cases
from ..workload import caseload_limit

TODAY, CHOOSE = "cases/lists/today.html", "cases/lists/choose.html"
SHOWN, CASES, PAGE = 40, 6, 30
PLACES = (
    DashboardPlace.TODAY_TOP, DashboardPlace.TODAY_MAIN, DashboardPlace.TODAY_LINES,
    DashboardPlace.TODAY_SIDE,
)  # fmt: skip

# What can be written down in passing, once it is known about whom.
QUICK = {
    "note": ("cases:note-new", gettext_lazy("A note about whom?")),
    "service": ("services:service-new", gettext_lazy("A service for whom?")),
    "followup": ("planning:followup-new", gettext_lazy("You spoke with whom?")),
    "alert": ("cases:alert-new", gettext_lazy("Who is in danger?")),
}


@require_safe
def today(request):
    require_permission(request, "case.see")
    context = _day_of(request.user)
    log.log_list(request.user, "day.listed", _shown(context))
    return render_page(request, TODAY, context, part="due")


def _day_of(user) -> dict:
    day = localtime(now()).date()
    tasks = agenda.open_tasks(user)
    due = list(tasks.filter(due_on__lte=day)[: SHOWN + 1])
    more, due = len(due) > SHOWN, due[:SHOWN]
    late = [task for task in due if task.due_on < day]
    rows = filtered_cases(user, CaseFilter(f"user:{user.pk}"))
    cases = cases_from_grants(rows.order_by(*ORDERINGS["risk"])[:CASES])
    attach_marks(cases, user)
    coming = None if due else tasks.first()
    dashboard = Dashboard(user, *PLACES)
    counts = count_groups(open=rows.rows(), **dashboard.rows())
    return {
        "day": day,
        "greeting": greeting(user.first_name),
        "lede": lede(len(late), len(due) - len(late)),
        "sections": dashboard.show(counts),
        "late": agenda.task_lines(late),
        "due": agenda.task_lines(due[len(late) :]),
        "more": more,
        "coming": when_next(coming) if coming else "",
        "cases": _with_next(cases, day),
        "open": min(sum(counts["open"].values()), COUNT_LIMIT + 1),
        "limit": caseload_limit(user.office),
    }


def _shown(context: dict) -> set:
    lines = [*context["late"], *context["due"], *context["cases"]]
    listed = {line["case"] if isinstance(line, dict) else line.case for line in lines}
    return listed | listed_cases(context["sections"])


@require_safe
def choose(request, deed):
    """A quick deed begins with whom it is about: one of one's own cases."""
    require_permission(request, "case.work")
    if deed not in QUICK:
        raise Http404
    route, question = QUICK[deed]
    rows = paginate(
        filtered_cases(request.user, CaseFilter(f"user:{request.user.pk}")),
        request,
        *ORDERINGS["risk"],
        size=PAGE,
    )
    cases = cases_from_grants(rows)
    log.log_list(request.user, "caseload.listed", cases)
    choices = [(case, reverse(route, args=[case.ref])) for case in cases]
    return render(request, CHOOSE, {"question": question, "choices": choices, "rows": rows})


def greeting(name: str) -> str:
    hour = localtime(now()).hour
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < 19:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def lede(late: int, due: int) -> str:
    """What waits, in words."""
    overdue = ngettext("%(count)s thing overdue", "%(count)s things overdue", late)
    for_today = ngettext("%(count)s thing for today", "%(count)s things for today", due)
    overdue, for_today = overdue % {"count": late}, for_today % {"count": due}
    if late and due:
        return _("%(overdue)s and %(today)s.") % {"overdue": overdue, "today": for_today}
    if late or due:
        return f"{overdue if late else for_today}."
    return _("Nothing overdue, nothing more for today.")


def when_next(task) -> str:
    """The next thing to come, as a sentence that names nobody."""
    what, day = task.get_what_display(), formats.near_day(task.due_on)
    if task.due_at is None:
        return _("Next: %(what)s, %(day)s.") % {"what": what, "day": day}
    return _("Next: %(what)s, %(day)s at %(time)s.") % {
        "what": what,
        "day": day,
        "time": formats.clock(localtime(task.due_at)),
    }


def _with_next(cases: list, day) -> list[dict]:
    due = agenda.next_task(cases)
    return [
        {"case": case, "name": listed_alone(case), "next": _said(due.get(case.pk), day)}
        for case in cases
    ]


def _said(task, day) -> str:
    if task is None:
        return _("Nothing planned yet")
    what = (task.what == "other" and task.text) or task.get_what_display()
    if task.due_on < day:
        return _("Overdue: %(what)s") % {"what": what}
    when = formats.near_day(task.due_on)
    if task.due_at:
        when = f"{when} {formats.clock(localtime(task.due_at))}"
    return formats.join_list((what, when))
