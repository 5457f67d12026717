"""What is missing before something can be decided for a child, in the reader's words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MISSING = {
    "information": gettext_lazy("First gather what is known of the child."),
    "child_heard": gettext_lazy("Hear the child, or write why they were not heard."),
    "options": gettext_lazy("Assess at least two options."),
    "panel": gettext_lazy("The panel is too small: invite more people."),
    "fields": gettext_lazy("Invite people who know about different things."),
    "others": gettext_lazy("Who gathered the information does not decide alone: invite others."),
    "opinions": gettext_lazy("Not everybody on the panel has spoken yet."),
    "agreement": gettext_lazy("The panel does not agree yet. Speak about it once more."),
}

IN_THE_WAY = {
    "none": gettext_lazy(
        "The best interests of this child are not determined yet: a panel or the competent "
        "authority decides first."
    ),
    "another_way": gettext_lazy(
        "The decision on the child’s best interests names another solution: this is not covered."
    ),
    "too_old": gettext_lazy("BID review due. Reopen the determination."),
    "under_way": gettext_lazy(
        "The best interests of this child are being determined. Wait for the decision."
    ),
}


def still_missing(names: Iterable[str]) -> str:
    return " ".join(str(MISSING[name]) for name in names)


def reason_text(code: str) -> str:
    return str(IN_THE_WAY[code]) if code else ""


def not_registered() -> str:
    return _("This child goes without an adult. Register them as a child alone first.")
