"""What funding adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import (
    navigation_groups,
    navigation_items,
    site_actions,
    site_pages,
)
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem, SitePage

_DATA_OFFICER = frozenset({"data_officer"})
_PROGRAMME_MANAGER = frozenset({"programme_manager"})
_SUPERVISOR = frozenset({"supervisor"})

navigation_groups.register(
    NavigationGroup(
        "programmes",
        pgettext_lazy("menu", "Projects and funds"),
        "target",
        _PROGRAMME_MANAGER,
        order=50,
    )
)
navigation_items.register(
    NavigationItem(
        "funding:projects",
        pgettext_lazy("donor", "Projects"),
        "target",
        _PROGRAMME_MANAGER | _DATA_OFFICER | _SUPERVISOR,
        group="programmes",
        order=10,
        keywords=pgettext_lazy("search words", "grant, donor, contract, burn rate"),
        bottom_for=frozenset({"programme_manager"}),
    )
)
navigation_items.register(
    NavigationItem(
        "funding:funds",
        _("Funds"),
        "scale",
        _PROGRAMME_MANAGER | _DATA_OFFICER | _SUPERVISOR,
        group="programmes",
        order=20,
        keywords=pgettext_lazy("search words", "budget, donor, balance"),
        bottom_for=frozenset({"programme_manager"}),
    )
)
navigation_items.register(
    NavigationItem(
        "funding:exchange-rates",
        _("Exchange rates"),
        "arrows-exchange",
        _PROGRAMME_MANAGER,
        group="programmes",
        order=30,
    )
)
site_pages.register(
    SitePage(
        "funding:exchange-rates", _("Exchange rates"), "arrows-exchange", "fund.keep", order=70
    )
)
site_actions.register(
    SitePage("funding:project-new", _("Create project"), "target", "project.keep", order=130)
)
site_actions.register(SitePage("funding:fund-new", _("Add fund"), "scale", "fund.keep", order=140))
