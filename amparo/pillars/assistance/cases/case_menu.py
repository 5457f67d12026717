"""The menu of a case: what each user may begin from its page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .extension_points import CaseMenuItem, case_menu_items, case_pathways, is_worked_on
from .models import Case

# Where the lines for a return, a tracing request and the like stand.
PATHWAYS_AT = 120


@dataclass(frozen=True)
class MenuLink:
    """One line of the menu."""

    url: str
    label: str
    icon: str


def register_menu_items(*items: CaseMenuItem) -> None:
    for item in items:
        case_menu_items.register(item.route, item)


def menu_of(case: Case, permissions: frozenset[str]) -> Iterator[MenuLink]:
    """Yields what somebody with these permissions on the case may begin, in its order. No query
    for a case with the annotations of its page.
    """
    links = [
        (item.position, MenuLink(reverse(item.route, args=[case.ref]), str(item.label), item.icon))
        for item in case_menu_items.values()
        if item.is_offered(case, permissions)
    ]
    if is_worked_on(case, permissions):
        links += [
            (
                PATHWAYS_AT,
                MenuLink(reverse(each.begins, args=[case.ref]), str(each.offer), each.icon),
            )
            for each in case_pathways.values()
            if each.may_begin(case)
        ]
    for _position, link in sorted(links, key=lambda placed: placed[0]):
        yield link


def is_alert_offered(case: Case, permissions: frozenset[str]) -> bool:
    return "alert" in permissions and not case.is_ended


def is_assignment_offered(case: Case, permissions: frozenset[str]) -> bool:
    return "assign" in permissions and not case.is_ended


def is_access_offered(case: Case, permissions: frozenset[str]) -> bool:
    """Whoever works on it may close it off; to open it up again takes who approves."""
    return ("approve" if case.is_restricted else "work") in permissions


def is_household_offered(case: Case, permissions: frozenset[str]) -> bool:
    return bool(case.person_id) and is_worked_on(case, permissions)


def is_closure_offered(case: Case, permissions: frozenset[str]) -> bool:
    return is_worked_on(case, permissions) and not getattr(case, "is_closing", False)


def is_always_offered(case: Case, permissions: frozenset[str]) -> bool:
    return True


ITEMS = (
    CaseMenuItem(
        10, "cases:alert-new", _("Safety alert"), "alert-triangle", is_alert_offered
    ),
    CaseMenuItem(40, "cases:task-new", _("Add to calendar"), "calendar"),
    CaseMenuItem(80, "cases:incident-new", _("Report an incident"), "flag"),
    CaseMenuItem(90, "cases:incidents", _("Incidents"), "eye"),
    CaseMenuItem(110, "cases:attachment-new", _("Add document"), "file-upload"),
    CaseMenuItem(
        130, "cases:dependant-new", _("Household members"), "users", is_household_offered
    ),
    CaseMenuItem(
        140, "cases:case-assign", _("Assign to colleague"), "arrows-exchange",
        is_assignment_offered,
    ),
    CaseMenuItem(160, "cases:case-restrict", _("Manage access"), "lock", is_access_offered),
    CaseMenuItem(170, "cases:case-print", _("Print"), "printer", is_always_offered),
    CaseMenuItem(180, "cases:case-pdf", _("Save as PDF"), "download", is_always_offered),
    CaseMenuItem(210, "cases:closure-new", _("Close case"), "folder", is_closure_offered),
)  # fmt: skip
