"""What happens to a referral, as the audit log, the timeline of the case and notices say it."""

from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit.events import AuditEvent


class ReferralEvents:
    """The events `referral.…`: those of its links stand with the link."""

    sent = AuditEvent(
        gettext_lazy("Another organization was asked to help"),
        icon="arrows-exchange",
        timeline=gettext_lazy("Referred to another organization"),
        notice=gettext_lazy("Somebody is referred to you. Read it and answer."),
    )
    acknowledged = AuditEvent(
        gettext_lazy("The other organization read the referral"),
        icon="eye",
        timeline=gettext_lazy("They read the referral"),
        story=False,
    )
    asked = AuditEvent(
        gettext_lazy("The other organization asked a question"),
        icon="messages",
        timeline=gettext_lazy("They asked about the referral"),
        notice=gettext_lazy("A service asks something about a referral before it can answer."),
    )
    replied = AuditEvent(
        gettext_lazy("A question about a referral was answered"),
        icon="messages",
        timeline=gettext_lazy("We answered what they asked"),
        notice=gettext_lazy("What you asked about a referral was answered."),
    )
    accepted = AuditEvent(
        gettext_lazy("The other organization accepted"),
        icon="circle-check",
        timeline=gettext_lazy("The referral was accepted"),
        notice=gettext_lazy("A referral was accepted."),
    )
    rejected = AuditEvent(
        gettext_lazy("The other organization did not accept"),
        icon="x",
        timeline=gettext_lazy("The referral was not accepted"),
        notice=gettext_lazy("A referral was not accepted. Find another way."),
    )
    reported = AuditEvent(
        gettext_lazy("The other organization said what it gave"),
        icon="heart-handshake",
        timeline=gettext_lazy("They say what they gave"),
        notice=gettext_lazy("A service says what it gave. Confirm it with the person."),
    )
    printed = AuditEvent(
        gettext_lazy("The letter of a referral was made"),
        icon="printer",
        timeline=gettext_lazy("The letter of the referral was made"),
        story=False,
    )
    withdrawn = AuditEvent(
        gettext_lazy("A referral was taken back"),
        icon="hand-stop",
        timeline=gettext_lazy("The referral was taken back"),
    )
    closed = AuditEvent(
        gettext_lazy("What became of a referral was written down"),
        icon="check",
        timeline=gettext_lazy("The loop of the referral was closed"),
    )
    escalated = AuditEvent(
        gettext_lazy("A supervisor was told that nobody answered a referral in time"),
        icon="clock",
        timeline=gettext_lazy("No answer in time: the supervisor knows"),
    )
