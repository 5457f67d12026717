"""Labels of audit events and notices of record linkage."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import events

EVENT_LABELS = {
    "linkagreement.listed": _("Looked through agreements on linking"),
    "linkagreement.proposed": _("Wrote an agreement on linking down"),
    "linkagreement.joined": _("Received the partner’s half of an agreement on linking"),
    "linkagreement.approval": _("Said yes to an agreement on linking"),
    "linkagreement.ended": _("Ended an agreement on linking"),
    "linkrun.set_up": _("Let a partner ask whom both know"),
    "linkrun.asked": _("Asked a partner whom both know"),
    "linkrun.answered": _("Answered a partner who asks whom both know"),
    "linkrun.read": _("Learnt whom a partner knows too"),
    "linkrun.resolved": _("Resolved whom a partner knows too"),
    "linkrun.put_away": _("Put a comparison with a partner away"),
    "linkrun.refused": _("A message of a partner was refused"),
    "person.linked": _("A partner knows this person too, and says so without a name"),
}
NOTICE_LABELS = {
    "linkagreement.joined": _("An agreement on linking waits for a second person."),
}


def register() -> None:
    events.EVENTS.update(EVENT_LABELS)
    events.NOTICES.update(NOTICE_LABELS)
