"""Texts of the offline app about what a trainer observes: the practice of participants, and other
trainers by the rubric.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OBSERVATION_TEXTS: dict[str, str | Promise] = {
    "practice": pgettext_lazy("training", "Practice"),
    "practice_observed": pgettext_lazy("practice", "What is observed"),
    "practice_people": pgettext_lazy("attendance", "People"),
    "practice_met_of": _("Met: %(n)s of %(all)s"),
    "practice_unknown": pgettext_lazy("practice", "Not recorded"),
    "practice_disputed": pgettext_lazy("practice", "Observers disagree"),
    "practice_done": _("Recorded: number %(number)s."),
    "practice_rest": pgettext_lazy("practice", "All others met it"),
    "practice_rest_title": _("Record that all others met it?"),
    "practice_rest_words": _(
        "It is recorded of everybody who was present and of whom nothing is recorded yet: %(n)s."
    ),
    "practice_rest_none": _(
        "Nobody is left who was present and is not recorded. Mark attendance first."
    ),
    "practice_rest_done": _("Recorded of %(n)s."),
    "observations": _("Trainers to observe"),
    "observations_words": _("You are named to observe their training, by the rubric."),
    "observations_none": _("You are to observe nobody now"),
    "observations_none_words": _("Whom you are to observe is here once you renew."),
    "observation_waits": pgettext_lazy("observation", "Not sent yet"),
    "observation_refused": pgettext_lazy("observation", "Refused"),
    "observation_begun": pgettext_lazy("observation", "Begun"),
    "observation_title": _("Observe trainer"),
    "observation_note": pgettext_lazy("observation", "What they do well, and what to change"),
    "observation_note_hint": _("The trainer reads it."),
    "observation_save": pgettext_lazy("observation", "Record observation"),
    "observation_done": _("Observation kept. The trainer reads it once it is sent."),
    "observation_is_here": _(
        "You have judged this training already. It is on this device until it is sent."
    ),
    "verb_practice_mark": pgettext_lazy("training", "Practice"),
    "verb_observation_give": _("Observation of a trainer"),
}
