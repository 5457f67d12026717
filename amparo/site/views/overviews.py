"""Views: first pages of data officers, programme managers and administrators."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from amparo.foundation.core.models import AccountRecovery, Job, Office, User, WebhookDelivery
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.directory.models import EmergencyNumber
from amparo.foundation.fieldwork.models import Submission
from amparo.foundation.funding.accounts import accounts_of_projects
from amparo.foundation.funding.models import Project
from amparo.foundation.funding.models.projects import today_of
from amparo.foundation.people.models import DuplicateCandidate
from amparo.foundation.protection.models import CapacityAssessment
from amparo.pillars.advocacy.feedback.models import Complaint
from amparo.pillars.assistance.intake.models import ImportFile
from amparo.pillars.assistance.privacy.retention import due_cases, due_people
from amparo.pillars.assistance.referrals.statistics import Line, build_table
from amparo.pillars.evidence.data_call_pages import owed_by
from amparo.ui.pagination import capped_count
from amparo.ui.tags.formats import result_count

DATA_TEMPLATE, SYSTEM_TEMPLATE = "site/overviews/data.html", "site/overviews/system.html"
PROGRAMME_TEMPLATE = "site/overviews/programme.html"
MAXIMUM_COUNT, DAYS = 100, 90
# A project is announced so many days before its last one.
ENDS_SOON_DAYS, MAXIMUM_PROJECTS = 60, 200


@dataclass(frozen=True)
class Tile:
    """A count, what is counted, and the list that it opens."""

    name: str
    count: int
    url: str
    note: str = ""
    is_late: bool = False

    @property
    def shown(self) -> str:
        return result_count(self.count, MAXIMUM_COUNT)


def _tile(
    name: str, rows: QuerySet, route: str, note: str = "", *, late_if_any: bool = False
) -> Tile:
    count = capped_count(rows.order_by(), MAXIMUM_COUNT)
    return Tile(
        name, count, reverse(route), note if count else "", is_late=late_if_any and count > 0
    )


@require_safe
def data(request):
    """What the data officer has to look at, and how far the referrals of three months came."""
    require_permission(request, "form.keep")
    user = request.user
    outcomes = _outcomes(build_table(user, "organization", DAYS))
    return render(
        request,
        DATA_TEMPLATE,
        {
            "tiles": _data_tiles(user),
            "outcomes": outcomes,
            "scale": max(1, outcomes.shown_total) if outcomes else 1,
            "days": DAYS,
        },
    )


def _data_tiles(user: User) -> list[Tile]:
    submissions = Submission.objects.to_be_looked_at().accessible_to(user, to="keep")
    lists = ImportFile.objects.accessible_to(user).filter(
        state__in=(ImportFile.State.COLUMNS, ImportFile.State.CHECKED)
    )
    # As on the page of deduplication: a number, and no pair.
    pairs = DuplicateCandidate.objects.filter(state__in=DuplicateCandidate.OPEN)
    received = Complaint.objects.filter(status=Complaint.Status.RECEIVED).accessible_to(user)
    return [
        _tile(
            _("Submissions to review"), submissions, "fieldwork:submissions",
            _("not yet recorded"), late_if_any=True,
        ),
        _tile(_("Beneficiary lists to decide"), lists, "intake:registers"),
        _tile(_("Possible duplicates to verify"), pairs, "people:deduplication"),
        _tile(
            _("Complaints not acknowledged"), received, "feedback:complaints",
            late_if_any=True,
        ),
        _tile(
            _("Capacity assessments to confirm"), CapacityAssessment.objects.to_confirm(user),
            "protection:capacities",
        ),
        *_reports_due(user),
        _tile(_("Case files due for deletion"), due_cases(user), "privacy:due"),
        _tile(_("Personal files due for deletion"), due_people(user), "privacy:due"),
    ]  # fmt: skip


def _reports_due(user: User) -> list[Tile]:
    """The monthly reports that the user's offices owe under data calls; none where none is."""
    owed = owed_by(Office.objects.filter(pk__in=user.offices_for("figure.see")), user)
    url, is_late = reverse("evidence:data-calls"), any(each.is_late for each in owed)
    return [Tile(_("Reports due"), len(owed), url, is_late=is_late)] * bool(owed)


def _outcomes(lines: list[Line]) -> Line | None:
    """All referrals as one line: how many stand at each stage, as exact as the lines are."""
    if not lines:
        return None
    all_of_them = Line("", "", is_exact=all(line.is_exact for line in lines))
    for line in lines:
        for stage, count in line.counts.items():
            all_of_them.counts[stage] += count
    return all_of_them


@require_safe
def programme(request):
    """The projects in progress with their spending; those that are late or end soon."""
    require_permission(request, "project.keep")
    day = today_of(request.user)
    projects = Project.objects.accessible_to(request.user, "keep").select_related("donor")
    running = list(
        projects.in_state(Project.State.RUNNING, day).order_by("ends_on", "pk")[:MAXIMUM_PROJECTS]
    )
    ended = projects.in_state(Project.State.CLOSED, day).order_by("-ends_on", "-pk")
    accounts = accounts_of_projects(running)
    owing = [
        each for each in accounts_of_projects(ended[:MAXIMUM_PROJECTS]) if each.is_late_on(day)
    ]
    late = [each for each in accounts if each.is_late_on(day)]
    soon = [each for each in running if (each.ends_on - day).days <= ENDS_SOON_DAYS]
    url = reverse("funding:projects")
    tiles = [
        Tile(
            _("Spending not in step with time or budget"), len(late), url,
            _("of %(count)s in progress") % {"count": len(running)}, is_late=bool(late),
        ),
        Tile(_("Ending within %(days)s days") % {"days": ENDS_SOON_DAYS}, len(soon), url),
        Tile(_("Ended with payments outstanding"), len(owing), url, is_late=bool(owing)),
    ]  # fmt: skip
    context = {
        "tiles": tiles, "owing": owing,
        "projects": [(each, each.burn_on(day)) for each in sorted(
            accounts, key=lambda each: (each not in late, each.project.ends_on)
        )],
        "ends_soon": {each.pk for each in soon}, "day": day,
    }  # fmt: skip
    return render(request, PROGRAMME_TEMPLATE, context)


@require_safe
def system(request):
    """What an administrator keeps running: accounts, offices, tasks, other systems."""
    require_permission(request, "staff.edit")
    user = request.user
    jobs = Job.objects.accessible_to(user)
    users = User.objects.accessible_to(user, "edit").filter(is_active=True)
    recoveries = AccountRecovery.objects.open().filter(user__in=users.order_by().values("pk"))
    deliveries = WebhookDelivery.objects.filter(state=WebhookDelivery.State.FAILED)
    numbers = EmergencyNumber.objects.accessible_to(user, "edit")
    has_numbers = numbers.exists()
    tiles = [
        _tile(_("Active users"), users, "staff"),
        _tile(_("Account recoveries open"), recoveries, "staff", late_if_any=True),
        _tile(pgettext("menu, short", "Offices"), Office.objects.accessible_to(user), "offices"),
        _tile(_("Background tasks failed"), jobs.dead(), "jobs", late_if_any=True),
        _tile(_("Deliveries to other systems failed"), deliveries, "partner-systems",
              late_if_any=True),
        Tile(
            _("Emergency numbers"), capped_count(numbers, MAXIMUM_COUNT) if has_numbers else 0,
            reverse("emergency-numbers"),
            "" if has_numbers else _("People in danger find none"), is_late=not has_numbers,
        ),
    ]  # fmt: skip
    return render(request, SYSTEM_TEMPLATE, {"tiles": tiles})
