"""What happens to a referral, as the audit log, the timeline of the case and notices say it."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit.events import AuditEvent


class ReferralEvents:
    """The events `referral.…`: those of its links stand with the link."""

    sent = AuditEvent(
        gettext_lazy("Referral sent"),
        icon="arrows-exchange",
        timeline=pgettext_lazy("timeline", "Referral sent"),
        notice=gettext_lazy("Somebody is referred to you. Read it and answer."),
    )
    acknowledged = AuditEvent(
        gettext_lazy("Referral receipt acknowledged"),
        icon="eye",
        timeline=gettext_lazy("Referral read by the service"),
        story=False,
    )
    asked = AuditEvent(
        gettext_lazy("Question received on referral"),
        icon="messages",
        timeline=gettext_lazy("Question of the service received"),
        notice=gettext_lazy("A service asks something about a referral before it can answer."),
    )
    replied = AuditEvent(
        gettext_lazy("Question on referral answered"),
        icon="messages",
        timeline=gettext_lazy("Question of the service answered"),
        notice=gettext_lazy("What you asked about a referral was answered."),
    )
    accepted = AuditEvent(
        gettext_lazy("Referral accepted"),
        icon="circle-check",
        timeline=pgettext_lazy("timeline", "Referral accepted"),
        notice=gettext_lazy("Referral accepted."),
    )
    rejected = AuditEvent(
        gettext_lazy("Referral declined"),
        icon="x",
        timeline=pgettext_lazy("timeline", "Referral declined"),
        notice=gettext_lazy("Referral declined. Find another service."),
    )
    reported = AuditEvent(
        gettext_lazy("Service reported on referral"),
        icon="heart-handshake",
        timeline=gettext_lazy("Service reported by the service provider"),
        notice=gettext_lazy("A service says what it gave. Confirm it with the person."),
    )
    printed = AuditEvent(
        gettext_lazy("Referral letter created"),
        icon="printer",
        timeline=gettext_lazy("Referral letter created"),
        story=False,
    )
    withdrawn = AuditEvent(
        gettext_lazy("Referral withdrawn"),
        icon="hand-stop",
        timeline=pgettext_lazy("timeline", "Referral withdrawn"),
    )
    closed = AuditEvent(
        gettext_lazy("Referral outcome recorded"),
        icon="check",
        timeline=pgettext_lazy("timeline", "Referral outcome recorded"),
    )
    escalated = AuditEvent(
        gettext_lazy("Overdue referral escalated to supervisor"),
        icon="clock",
        timeline=gettext_lazy("Referral overdue: supervisor notified"),
    )
