"""Who may take a child on: colleagues of their office with leave for child protection."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core.accounts.organizations import notify_new_membership
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import (
    Membership,
    Notification,
    Office,
    RestrictedGroupAccess,
    User,
)
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case
from amparo.ui import formats

GROUP = Case.Confidentiality.CHILD


def workers_of(case: Case) -> list[User]:
    """Returns the colleagues who may take a child of this case on, by name."""
    office = case.team.office
    leave = RestrictedGroupAccess.objects.live().filter(group=GROUP, office=office)
    here = Membership.objects.held().with_permission("case.work").filter(
        Q(team__office=office) | Q(office=office), user__in=leave.values("user"),
        user__is_active=True,
    )  # fmt: skip
    return sorted(here.people(), key=lambda user: user.name)


def must_be_worker(case: Case, owner: User, *, by: User) -> None:
    """Raises Refusal where `by` may not accept a child of this case for `owner`.

    Where nobody has access to files of child protection, gives it to a supervisor for some days.
    """
    workers = workers_of(case)
    if owner in workers and by in workers:
        return
    if by in workers:
        raise Refusal(_("This colleague has no access to files of child protection."))
    if workers:
        raise Refusal(
            _("A colleague with access to child protection files accepts the child: %(names)s.")
            % {"names": formats.join_list(user.name for user in workers)}
        )
    if by not in case.supervisors():
        raise Refusal(
            _(
                "Nobody in this office has access to files of child protection. Its supervisor "
                "accepts the child."
            )
        )
    if owner != by:
        raise Refusal(_("This colleague has no access to files of child protection."))
    _open_for_now(case, by)


def _open_for_now(case: Case, supervisor: User) -> None:
    """Given by no colleague: their own administrators and the office above are told of it."""
    office, until = case.team.office, case.rules.moment("leave.child", now())
    RestrictedGroupAccess.give(to=supervisor, group=GROUP, office=office, by=None, until=until)
    notify_new_membership(supervisor, office, by=supervisor)
    Notification.notify(
        _above(office), event="child.leave_missing", about=office.name,
        url=reverse("notifications"), by=supervisor, urgent=True,
    )  # fmt: skip


def _above(office: Office) -> list[User]:
    """Who answers for the office above, if there is one."""
    if office.parent_id is None:
        return []
    places = Membership.objects.held().with_permission("case.approve")
    return places.filter(Q(office=office.parent_id) | Q(team__office=office.parent_id)).people()
