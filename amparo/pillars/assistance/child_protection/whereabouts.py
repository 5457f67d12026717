"""Where a relative of a child is known to be: in words for a table, and shorter for a picture."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@dataclass(frozen=True)
class Whereabouts:
    text: str
    short: str
    is_known: bool = False


def not_known() -> Whereabouts:
    return Whereabouts(
        pgettext("whereabouts", "not known where"),
        pgettext("picture of a family", "not known where"),
    )


def sought(last_seen: str) -> Whereabouts:
    """Somebody who is looked for is not known to be where they were seen last."""
    text = (
        _("looked for, last seen: %(where)s") % {"where": last_seen}
        if last_seen
        else _("looked for, not known where")
    )
    return Whereabouts(text, pgettext("picture of a family", "looked for"))


def in_this_case() -> Whereabouts:
    short = pgettext("picture of a family", "in this case")
    return Whereabouts(_("accompanied in this case"), short, is_known=True)


def with_the_child() -> Whereabouts:
    short = pgettext("picture of a family", "with the child")
    return Whereabouts(_("where the child lives"), short, is_known=True)


def in_area(name: str) -> Whereabouts:
    return Whereabouts(_("%(area)s, area of their case") % {"area": name}, name, is_known=True)
