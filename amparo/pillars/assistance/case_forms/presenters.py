"""Forms in the menu of a case."""

from django.utils.translation import gettext_lazy as _

from amparo.pillars.assistance.cases.extension_points import (
    CaseMenuItem,
    MenuGroup,
)

MENU_ITEMS = (
    CaseMenuItem(30, "case_forms:case-forms", _("Forms"), "clipboard-check", MenuGroup.RECORDS),
)
