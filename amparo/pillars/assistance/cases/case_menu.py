"""The menu of a case: what each user may begin from its page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .extension_points import (
    CaseMenuItem,
    MenuGroup,
    case_menu_items,
    case_pathways,
    is_worked_on,
)
from .models import Case

# Where the lines for a return, a tracing request and the like stand.
PATHWAYS_AT = 120
GROUP_LABELS = {
    MenuGroup.PROCESS: _("Assessment and plan"),
    MenuGroup.ASSISTANCE: _("Assistance"),
    MenuGroup.RECORDS: _("Case file"),
    MenuGroup.MANAGEMENT: _("Case management"),
}


@dataclass(frozen=True)
class MenuLink:
    """One line of the menu."""

    route: str
    url: str
    label: str
    icon: str
    part: str = ""


@dataclass(frozen=True)
class MenuLines:
    """The lines of the menu under one title."""

    label: str
    links: list[MenuLink]


def register_menu_items(*items: CaseMenuItem) -> None:
    for item in items:
        case_menu_items.register(item.route, item)


def menu_of(case: Case, permissions: frozenset[str]) -> list[MenuLines]:
    """Returns what somebody with these permissions on the case may begin, under its titles. No
    query for a case with the annotations of its page.
    """
    placed = sorted(_lines_of(case, permissions), key=lambda line: line[:2])
    found = []
    for group, label in GROUP_LABELS.items():
        links = [link for _position, _route, at, link in placed if at == group]
        if links:
            found.append(MenuLines(str(label), links))
    return found


def _lines_of(
    case: Case, permissions: frozenset[str]
) -> Iterator[tuple[int, str, MenuGroup, MenuLink]]:
    for item in case_menu_items.values():
        if item.is_offered(case, permissions):
            url = reverse(item.route, args=[case.ref])
            link = MenuLink(item.route, url, str(item.label), item.icon, item.part)
            yield item.position, item.route, item.group, link
    if not is_worked_on(case, permissions):
        return
    for each in case_pathways.values():
        if each.may_begin(case):
            url = reverse(each.begins, args=[case.ref])
            link = MenuLink(each.begins, url, str(each.offer), each.icon)
            yield PATHWAYS_AT, each.begins, MenuGroup.ASSISTANCE, link


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


def is_reopening_offered(case: Case, permissions: frozenset[str]) -> bool:
    return "reopen" in permissions and case.is_ended


ITEMS = (
    CaseMenuItem(
        10, "cases:alert-new", _("Safety alert"), "alert-triangle", MenuGroup.ASSISTANCE,
        is_alert_offered,
    ),
    CaseMenuItem(
        30, "cases:note-new", pgettext_lazy("button", "Add note"), "message-2", MenuGroup.RECORDS,
        part="notes",
    ),
    CaseMenuItem(40, "cases:task-new", _("Add to calendar"), "calendar", MenuGroup.RECORDS),
    CaseMenuItem(80, "cases:incident-new", _("Report an incident"), "flag", MenuGroup.RECORDS),
    CaseMenuItem(90, "cases:incidents", _("Incidents"), "eye", MenuGroup.RECORDS),
    CaseMenuItem(
        110, "cases:attachment-new", _("Add document"), "file-upload", MenuGroup.RECORDS
    ),
    CaseMenuItem(
        130, "cases:dependant-new", _("Household members"), "users", MenuGroup.RECORDS,
        is_household_offered,
    ),
    CaseMenuItem(
        140, "cases:case-assign", _("Assign to colleague"), "arrows-exchange",
        MenuGroup.MANAGEMENT, is_assignment_offered,
    ),
    CaseMenuItem(
        160, "cases:case-restrict", _("Manage access"), "lock", MenuGroup.MANAGEMENT,
        is_access_offered,
    ),
    CaseMenuItem(
        170, "cases:case-print", _("Print"), "printer", MenuGroup.MANAGEMENT, is_always_offered
    ),
    CaseMenuItem(
        180, "cases:case-pdf", _("Save as PDF"), "download", MenuGroup.MANAGEMENT,
        is_always_offered,
    ),
    CaseMenuItem(
        210, "cases:closure-new", _("Close case"), "folder", MenuGroup.MANAGEMENT,
        is_closure_offered,
    ),
    CaseMenuItem(
        220, "cases:closure-reopen", _("Reopen case"), "folder", MenuGroup.MANAGEMENT,
        is_reopening_offered,
    ),
)  # fmt: skip
