"""What happens to a referral, as the audit log, the timeline of the case and notices say it."""

from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.notifications.kinds import Notice


class ReferralEvents:
    """The events `referral.…`: those of its links stand with the link."""

    sent = AuditEvent(
        gettext_lazy("Referral sent"),
        icon="arrows-exchange",
        timeline=pgettext_lazy("timeline", "Referral sent"),
        notice=Notice(
            gettext_lazy("Referral received: answer it"),
            "referral",
            several=ngettext_lazy(
                "%(count)s referral received: answer it",
                "%(count)s referrals received: answer them",
                "count",
            ),
            may_endanger=True,
        ),
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
        notice=Notice(gettext_lazy("Question on a referral"), "referral", icon="message-2"),
    )
    replied = AuditEvent(
        gettext_lazy("Question on referral answered"),
        icon="messages",
        timeline=gettext_lazy("Question of the service answered"),
        notice=Notice(
            gettext_lazy("Question on a referral answered"), "referral", icon="message-2"
        ),
    )
    accepted = AuditEvent(
        gettext_lazy("Referral accepted"),
        icon="circle-check",
        timeline=pgettext_lazy("timeline", "Referral accepted"),
        notice=Notice(
            pgettext_lazy("notification", "Referral accepted"), "referral", icon="circle-check"
        ),
    )
    rejected = AuditEvent(
        gettext_lazy("Referral declined"),
        icon="x",
        timeline=pgettext_lazy("timeline", "Referral declined"),
        notice=Notice(
            gettext_lazy("Referral declined: find another service"),
            "referral",
            icon="x",
            may_endanger=True,
        ),
    )
    reported = AuditEvent(
        gettext_lazy("Service reported on referral"),
        icon="heart-handshake",
        timeline=gettext_lazy("Service reported by the service provider"),
        notice=Notice(
            gettext_lazy("Service reported: confirm it with the person"),
            "referral",
            icon="clipboard-check",
        ),
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
