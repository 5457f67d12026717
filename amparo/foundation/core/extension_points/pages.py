"""What apps add to the site: the menu, the search for pages, pages that answer in some states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import ExtensionList, Registry

if TYPE_CHECKING:
    from ..navigation import NavigationGroup, NavigationItem, SitePage

home_pages: Registry[str, NavigationItem] = Registry(
    "home_pages",
    "The first page of a role, by its code.",
    register_in="menu.py",
    takes="NavigationItem",
)
navigation_groups: ExtensionList[NavigationGroup] = ExtensionList(
    "navigation_groups",
    "Groups of the menu: one for each programme or pillar.",
    register_in="menu.py",
    takes="NavigationGroup",
)
navigation_items: ExtensionList[NavigationItem] = ExtensionList(
    "navigation_items",
    "Entries of the menu, each in a group of this app or of another.",
    register_in="menu.py",
    takes="NavigationItem",
)
site_pages: ExtensionList[SitePage] = ExtensionList(
    "site_pages",
    "Pages that are searched for and stand in no menu.",
    register_in="menu.py",
    takes="SitePage",
)
site_actions: ExtensionList[SitePage] = ExtensionList(
    "site_actions",
    "What may be begun from the search, and on a phone from the menu.",
    register_in="menu.py",
    takes="SitePage",
)
impersonation_routes: ExtensionList[str] = ExtensionList(
    "impersonation_routes",
    """Names of pages of work that an administrator of a demo may look at as a colleague.

    None that gives out a file, an address or an account.
    """,
    register_in="menu.py",
    takes=str,
)
practice_routes: ExtensionList[str] = ExtensionList(
    "practice_routes",
    """Names of pages that answer while one practises.

    None on which something is done that leaves the practice office.
    """,
    register_in="menu.py",
    takes=str,
)
full_disk_routes: ExtensionList[str] = ExtensionList(
    "full_disk_routes",
    "Names of pages that work while the disk is full, in an emergency. Each writes little.",
    register_in="menu.py",
    takes=str,
)
