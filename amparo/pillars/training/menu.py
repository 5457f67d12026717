"""What training adds to the menu and to the search for pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import home_pages, navigation_groups, navigation_items
from amparo.foundation.core.navigation import NavigationGroup, NavigationItem

from .certificate_queries import open_reports

_SUPERVISOR = frozenset({"supervisor"})
_TRAINING = frozenset({"training_organizer", "trainer", "training_observer"})
_TRAINING_ORGANIZER = frozenset({"training_organizer"})

navigation_groups.register(
    NavigationGroup("training", pgettext_lazy("menu", "Training"), "book-2", _TRAINING, order=100)
)
home_pages.register(
    "training_organizer",
    NavigationItem(
        "training:events",
        _("Training events"),
        "calendar-event",
        frozenset({"training_organizer"}),
        pgettext_lazy("menu, short", "Events"),
        order=100,
    ),
)
home_pages.register(
    "trainer",
    NavigationItem(
        "training:events",
        _("Training events"),
        "calendar-event",
        frozenset({"trainer"}),
        pgettext_lazy("menu, short", "Events"),
        order=100,
    ),
)
home_pages.register(
    "training_observer",
    NavigationItem(
        "training:events",
        _("Training events"),
        "calendar-event",
        frozenset({"training_observer"}),
        pgettext_lazy("menu, short", "Events"),
        order=100,
    ),
)
navigation_items.register(
    NavigationItem(
        "training:events",
        _("Training events"),
        "calendar-event",
        _SUPERVISOR,
        pgettext_lazy("menu, short", "Events"),
        group="training",
        order=10,
    )
)
navigation_items.register(
    NavigationItem(
        "training:courses",
        pgettext_lazy("training", "Courses"),
        "book-2",
        _TRAINING | _SUPERVISOR,
        group="training",
        order=20,
    )
)
navigation_items.register(
    NavigationItem(
        "training:trainers",
        _("Trainers"),
        "school",
        _TRAINING_ORGANIZER,
        group="training",
        order=30,
    )
)
navigation_items.register(
    NavigationItem(
        "training:requirements",
        _("Required competencies"),
        "checkup-list",
        _SUPERVISOR,
        group="training",
        order=40,
    )
)
navigation_items.register(
    NavigationItem(
        "training:participants",
        _("Participants"),
        "users",
        frozenset({"training_organizer", "trainer"}),
        group="training",
        order=50,
    )
)
navigation_items.register(
    NavigationItem(
        "training:certificates",
        pgettext_lazy("list", "Certificates"),
        "file-certificate",
        _TRAINING_ORGANIZER,
        rows=open_reports,
        group="training",
        order=60,
    )
)
