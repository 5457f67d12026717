"""How the fields of a child alone are called where their file is told to them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..told.words import CALLED, LISTS
from .topics import TOPICS

NAMES = {
    "authority": gettext_lazy("Authority"),
    "carer": gettext_lazy("Carer"),
    "circumstances": gettext_lazy("What happened"),
    "cons": gettext_lazy("What speaks against it"),
    "end_words": gettext_lazy("What is known of the change"),
    "found": gettext_lazy("What was found"),
    "good_until": gettext_lazy("Good until"),
    "heard": gettext_lazy("How you were heard"),
    "last_known_family": gettext_lazy("What is known of the family"),
    "looked_at": gettext_lazy("Looked at on"),
    "not_heard": gettext_lazy("Why you were not heard"),
    "pros": gettext_lazy("What speaks for it"),
    "review_on": gettext_lazy("Looked at again on"),
    "role": gettext_lazy("Knows about"),
    "saw_child": gettext_lazy("Saw you"),
    "separated_on": gettext_lazy("Separated since"),
    "since": gettext_lazy("Since"),
    "spoke_alone": gettext_lazy("Spoke with you alone"),
    "until": gettext_lazy("Until"),
    "urgency": gettext_lazy("How soon something must be done"),
    "views": gettext_lazy("What you said"),
    "where": gettext_lazy("Where"),
    "why_ended": gettext_lazy("Why it ended"),
    "wishes": gettext_lazy("What you wish"),
    "worries": gettext_lazy("What worried us"),
}
ON_LISTS = {
    "childalone.cause": "separation_cause",
    "carearrangement.kind": "care_arrangement",
    "carearrangement.why_ended": "care_change",
    "guardian.basis": "guardian_basis",
    "bestinterestsoption.code": "best_interests_option",
    "panelmember.role": "panel_role",
    "authoritydecision.code": "best_interests_option",
}


def call() -> None:
    """Names that the house has already stay as they are."""
    for field, name in NAMES.items():
        CALLED.setdefault(field, name)
    LISTS.update(ON_LISTS)


def on_topics(found: dict[str, str] | None) -> list[str]:
    """What was written on each topic, with its name."""
    return [
        _("%(topic)s: %(words)s") % {"topic": name, "words": found[topic]}
        for topic, (name, _hint) in TOPICS.items()
        if found and found.get(topic)
    ]
