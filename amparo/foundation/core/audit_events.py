"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events, register_notices
from amparo.foundation.core.notifications.kinds import Notice

register_events(
    {
        # What stands in clear of restricted records (`neutral_entries`).
        "restricted.seen": AuditEvent(_("Opened something restricted")),
        "restricted.done": AuditEvent(_("Did something in a restricted file")),
        "restricted.denied": AuditEvent(_("Tried to reach something restricted, and was refused")),
        "sign_in.failed": AuditEvent(_("Failed sign-in")),
        "password.chosen": AuditEvent(_("Password set")),
        "way.added": AuditEvent(_("Sign-in method added")),
        "way.removed": AuditEvent(_("Sign-in method removed")),
        "way.revoked": AuditEvent(_("Lost sign-in method revoked")),
        "codes.made": AuditEvent(_("Recovery codes created")),
        "session.ended": AuditEvent(_("Session ended")),
        "session.expired": AuditEvent(_("Signed out: session expired")),
        "session.outgrown": AuditEvent(_("Signed out: new role requires two-step verification")),
        "browser.forgotten": AuditEvent(_("Browser removed from trusted list")),
        "link.made": AuditEvent(_("One-time link created")),
        "feed.renewed": AuditEvent(_("Calendar feed address renewed")),
        "practice.begun": AuditEvent(_("Started practising")),
        "practice.ended": AuditEvent(_("Stopped practising")),
        "look.begun": AuditEvent(_("Started viewing as a colleague")),
        "look.ended": AuditEvent(_("Stopped viewing as a colleague")),
        "codes.loaded": AuditEvent(_("Reference lists imported")),
        "keys.rotated": AuditEvent(_("Encryption keys changed")),
        "keys.locked": AuditEvent(_("The protection of the keys was changed")),
        "keys.moved": AuditEvent(_("The keys were moved to another place")),
        "house.copied": AuditEvent(_("Backup created")),
        "house.restored": AuditEvent(_("Backup restored")),
        "house.moved": AuditEvent(_("The records were moved to another database")),
        "ledger.pruned": AuditEvent(_("Old audit log entries deleted")),
        "ledger.accepted": AuditEvent(_("The ledger was accepted as it is, with its faults")),
    }
)
register_notices(
    {
        "case.news": Notice(
            gettext_lazy("News in a restricted case"), "work", icon="lock", may_endanger=True
        ),
        "transfer.stayed": Notice(
            gettext_lazy("Case stays with you: transfer no longer allowed"),
            "referral",
            icon="arrow-back-up",
        ),
        "person.looked_for": Notice(
            gettext_lazy("Possible match with a person of yours is searched or registered"),
            "work",
            icon="search",
            may_endanger=True,
        ),
        "exception.sent_back": Notice(
            gettext_lazy("Registration without consent rejected: nothing was kept"),
            "decision",
            icon="arrow-back-up",
        ),
        "approval.assessment": Notice(
            gettext_lazy("Assessment pending your approval"),
            "decision",
            icon="clipboard-check",
            several=ngettext_lazy(
                "%(count)s assessment pending your approval",
                "%(count)s assessments pending your approval",
                "count",
            ),
        ),
        "approval.plan": Notice(
            gettext_lazy("Case plan pending your approval"),
            "decision",
            icon="clipboard-check",
            several=ngettext_lazy(
                "%(count)s case plan pending your approval",
                "%(count)s case plans pending your approval",
                "count",
            ),
        ),
        "approval.closure": Notice(
            gettext_lazy("Case closure pending your approval"),
            "decision",
            icon="clipboard-check",
            several=ngettext_lazy(
                "%(count)s case closure pending your approval",
                "%(count)s case closures pending your approval",
                "count",
            ),
        ),
        "approval.transfer": Notice(
            gettext_lazy("Case transfer pending your approval"), "decision", icon="clipboard-check"
        ),
        "approval.given.assessment": Notice(gettext_lazy("Assessment approved"), "decision"),
        "approval.given.plan": Notice(
            gettext_lazy("Case plan approved"),
            "decision",
            several=ngettext_lazy(
                "%(count)s case plan approved", "%(count)s case plans approved", "count"
            ),
        ),
        "approval.given.closure": Notice(
            gettext_lazy("Case closure approved"),
            "decision",
            several=ngettext_lazy(
                "%(count)s case closure approved", "%(count)s case closures approved", "count"
            ),
        ),
        "approval.given.transfer": Notice(gettext_lazy("Case transfer approved"), "decision"),
        "approval.sent_back.assessment": Notice(
            gettext_lazy("Assessment returned for changes"), "decision", icon="arrow-back-up"
        ),
        "approval.sent_back.plan": Notice(
            gettext_lazy("Case plan returned for changes"), "decision", icon="arrow-back-up"
        ),
        "approval.sent_back.closure": Notice(
            gettext_lazy("Case closure returned for changes"), "decision", icon="arrow-back-up"
        ),
        "approval.sent_back.transfer": Notice(
            gettext_lazy("Case transfer returned for changes"), "decision", icon="arrow-back-up"
        ),
        "deletion.due": Notice(
            gettext_lazy("Files past their retention period"), "work", icon="trash"
        ),
        "rights.late": Notice(gettext_lazy("Data request due or overdue"), "work", icon="clock"),
        "rights.also_yours": Notice(
            gettext_lazy("Data request: prepare your part"), "work", icon="id"
        ),
        "rights.ready": Notice(
            gettext_lazy("Answer to a data request ready to collect"), "work", icon="download"
        ),
        "screening.urgent": Notice(
            pgettext_lazy("notification", "Screening: something urgent"), "danger"
        ),
        "message.no": Notice(gettext_lazy("Answer to an SMS: cannot come"), "message"),
        "message.stop": Notice(
            gettext_lazy("Answer to an SMS: no more messages"), "message", icon="hand-stop"
        ),
        "message.other": Notice(gettext_lazy("Answer to an SMS received"), "message"),
        "complaint.received": Notice(
            gettext_lazy("Complaint or feedback to answer"),
            "message",
            icon="message-2",
            may_endanger=True,
        ),
        "complaint.message": Notice(
            gettext_lazy("New message on a complaint"),
            "message",
            icon="message-2",
            may_endanger=True,
        ),
        "complaint.judged": Notice(
            gettext_lazy("Complainant read the answer"), "message", icon="messages"
        ),
        "complaint.reopened": Notice(
            gettext_lazy("Complainant not satisfied: review the complaint"),
            "message",
            icon="refresh",
            may_endanger=True,
        ),
        "complaint.withdrawn": Notice(
            pgettext_lazy("notification", "Complaint withdrawn"), "message", icon="arrow-back-up"
        ),
        "complaint.late": Notice(
            pgettext_lazy("notification", "Complaint overdue"),
            "work",
            icon="clock",
            may_endanger=True,
        ),
        "complaint.nobody": Notice(
            gettext_lazy("Nobody has access to receive a waiting item: give access"),
            "account",
            icon="key",
        ),
        "directory.stale": Notice(
            pgettext_lazy("notification", "Services pending confirmation"), "work", icon="clock"
        ),
        "directory.silent": Notice(
            gettext_lazy("Organization does not confirm its services: call it"),
            "work",
            icon="phone",
        ),
        "directory.remark": Notice(
            gettext_lazy("Organization reports a change in the directory"),
            "message",
            icon="message-2",
        ),
        "referral.overdue": Notice(
            gettext_lazy("Referral without answer after its time"),
            "referral",
            icon="clock",
            may_endanger=True,
        ),
        "share.withdrawn": Notice(
            gettext_lazy("Consent withdrawn: stop using the data"), "work", icon="hand-stop"
        ),
        "share.forgotten": Notice(
            gettext_lazy("File erased: delete what you received"), "work", icon="trash"
        ),
        "emergency.review": Notice(
            gettext_lazy("Emergency access: review within 72 hours"),
            "decision",
            icon="clipboard-check",
        ),
        "emergency.justified": Notice(
            gettext_lazy("Your emergency access: justified"), "decision"
        ),
        "emergency.not_justified": Notice(
            gettext_lazy("Emergency access not justified"), "decision", icon="x"
        ),
        "leave.ended": Notice(
            gettext_lazy("Restricted case without a responsible colleague"),
            "work",
            icon="key",
            may_endanger=True,
        ),
        "risk.high": Notice(gettext_lazy("Risk of a case high or critical"), "danger"),
        "risk.overruled": Notice(
            gettext_lazy("Risk level other than suggested: review it"),
            "decision",
            icon="clipboard-check",
        ),
        "help.danger": Notice(
            gettext_lazy("Request for help: immediate danger"), "danger", icon="lifebuoy"
        ),
        "help.contact": Notice(
            gettext_lazy("Request for help: safe contact changed, read it first"),
            "danger",
            icon="phone",
        ),
        "help.clearing": Notice(
            gettext_lazy("Deletion of expired requests for help pending your approval"),
            "decision",
            icon="trash",
        ),
        "job.dead": Notice(
            gettext_lazy("Background task failed several times"), "work", icon="tool"
        ),
        "browser.new": Notice(
            gettext_lazy("New browser on your account"), "account", icon="browser"
        ),
        "standing.given": Notice(
            gettext_lazy("New role or access in your office"), "account", icon="key"
        ),
    }
)
