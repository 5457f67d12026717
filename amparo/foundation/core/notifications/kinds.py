"""Kinds of notifications: what each says, in which group it stands, whether it is about danger.

A notification names nobody itself. Its title is a short phrase; whose case it is about is looked
up when it is shown, for those who may still see the case.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

type NoticeGroup = Literal["danger", "decision", "referral", "message", "work", "account"]

DANGER: NoticeGroup = "danger"
# In the order in which they are filtered and set. Each with its label and its icon.
GROUPS: dict[NoticeGroup, tuple[Promise, str]] = {
    "danger": (pgettext_lazy("notifications", "Danger"), "alert-triangle"),
    "decision": (pgettext_lazy("notifications", "Decisions"), "circle-check"),
    "referral": (pgettext_lazy("notifications", "Referrals and transfers"), "arrows-exchange"),
    "message": (pgettext_lazy("notifications", "Messages"), "message-2"),
    "work": (pgettext_lazy("notifications", "Work and deadlines"), "clipboard-list"),
    "account": (pgettext_lazy("notifications", "Account"), "user-circle"),
}


@dataclass(frozen=True)
class Notice:
    """What a notification of an event says.

    `title` is a phrase without a name; `several`, an `ngettext_lazy` with `%(count)s`, says the
    same of a number of records. Where `is_count`, each notification is of such a number, which its
    `about` holds. Those of the group "danger" stand above all others until they are read; with
    `may_endanger`, those of another group do so where they are urgent.
    """

    title: str | Promise
    group: NoticeGroup
    icon: str = ""
    several: Promise | None = None
    may_endanger: bool = False
    is_count: bool = False

    @property
    def icon_name(self) -> str:
        return self.icon or GROUPS[self.group][1]

    def text(self, about: str = "") -> str:
        """Returns the title; with the number that `about` holds where it is of a number."""
        if self.is_count and self.several is not None and about.isdecimal():
            return self.text_of_several(int(about))
        return str(self.title)

    def text_of_several(self, count: int) -> str:
        """Returns what it says of `count` records: the title where it has no words for that."""
        return str(self.several % {"count": count}) if self.several else str(self.title)


# Of a code that another version knew: it still leads to its record.
UNKNOWN = Notice(pgettext_lazy("notification", "Change in a record of yours"), "work")
