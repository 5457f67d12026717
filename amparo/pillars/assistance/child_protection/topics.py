"""What is written down of a child when one asks what is best: the topics, and what each asks."""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# The name of each topic, and the question behind it.
TOPICS: dict[str, tuple[Promise, Promise]] = {
    "identity": (
        _("Who the child is"),
        _("Names, age and how it is known, nationality, languages, papers."),
    ),
    "history": (_("What lies behind them"), _("Where they lived, why they left, the journey.")),
    "views": (
        pgettext_lazy("column", "Views of the child"),
        _("Wishes, fears and reasons, in their own words if you can."),
    ),
    "safety": (_("Safety now"), _("What or who threatens them here, and what protects them.")),
    "care": (
        pgettext_lazy("column", "Care arrangement"),
        _("Who cares for them, how well, and whether that can last."),
    ),
    "health": (_("Health"), _("Body and mind, disability, treatment.")),
    "education": (_("School and play"), _("School, work, friends, free time.")),
    "family": (
        _("Family and tracing"),
        _("Who and where the family is, how they get on, what the search has found."),
    ),
    "risks": (_("Risks ahead"), _("What may happen if nothing changes.")),
    "recommendations": (_("What you advise"), _("What should be done, by whom and by when.")),
}


def on_topics(found: dict[str, str] | None) -> list[str]:
    """What was written on each topic, with its name."""
    return [
        gettext("%(topic)s: %(words)s") % {"topic": name, "words": found[topic]}
        for topic, (name, _hint) in TOPICS.items()
        if found and found.get(topic)
    ]
