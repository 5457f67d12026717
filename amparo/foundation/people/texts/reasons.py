"""Why somebody is not texted, or was not reached: said to the colleague who wanted to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust.refusals import Refusal

REASONS: dict[str, Promise] = {
    # Before anything is sent.
    "no_consent": _("They have not agreed to be contacted, or took it back. Ask them first."),
    "not_by_text": _(
        "Messages are not their safe way of contact. Ask them, and note it in their file."
    ),
    "no_safe_number": _("No telephone of theirs is marked as safe. Ask them, and note one."),
    "not_dialled": _("This number cannot be dialled. Write it with its country code: +591 …"),
    "danger": _("A safety alert says not to contact them. Wait until it is answered."),
    "stopped": _("They answered that they want no more texts. Ask them when you meet."),
    "no_good_hour": _(
        "Their number is of another country, and the clocks have no safe hour in common. Note at"
        " the telephone by which clock they live."
    ),
    "too_late": _("The time it was for has passed."),
    # On its way.
    "changed": _("Their safe telephone has changed since it was written."),
    "not_reached": _("The service that sends texts did not answer, several times."),
    "refused": _("The service that sends texts did not take it."),
    "not_delivered": _("The telephone was not reached."),
    "not_fetched": _("Nobody fetched it from the folder of texts in time."),
    "not_needed": _("It was taken back."),
}


class NotToBeTexted(Refusal):
    """A text that must not be sent, and why."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(REASONS[code])
