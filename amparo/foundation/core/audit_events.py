"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events, register_notices

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
        "case.news": _("There is something new in a restricted case. Open it to read what."),
        "transfer.stayed": _("A case stays with you: what allowed it to go elsewhere has ended."),
        "person.looked_for": _(
            "Somebody like a person of yours is looked for, or is being registered. Look whether "
            "it is them."
        ),
        "exception.sent_back": _(
            "The registration without consent was sent back: nothing was kept."
        ),
        "approval.assessment": _("Assessment pending your approval"),
        "approval.plan": _("Case plan pending your approval"),
        "approval.closure": _("Case closure pending your approval"),
        "approval.transfer": _("Case transfer pending your approval"),
        "approval.given.assessment": _("Assessment approved"),
        "approval.given.plan": _("Case plan approved"),
        "approval.given.closure": _("Case closure approved"),
        "approval.given.transfer": _("Case transfer approved"),
        "approval.sent_back.assessment": _("Assessment returned for changes"),
        "approval.sent_back.plan": _("Case plan returned for changes"),
        "approval.sent_back.closure": _("Case closure returned for changes"),
        "approval.sent_back.transfer": _("Case transfer returned for changes"),
        "deletion.due": _("Files are over their time. Look at what may be deleted."),
        "rights.late": _(
            "The day by which somebody is answered about their data is near, or past."
        ),
        "rights.also_yours": _("Somebody you accompany asks about their data: prepare your part."),
        "rights.ready": _("What is told to somebody about their data is ready to be taken."),
        "screening.urgent": _("Somebody was screened who needs something at once."),
        "message.no": _("Somebody answered that they cannot come."),
        "message.stop": _("Somebody answered that they want no more texts."),
        "message.other": _("Somebody answered a text."),
        "complaint.received": _(
            "Somebody complains or has something to say, and you are to answer."
        ),
        "complaint.message": _("Whoever complained added something."),
        "complaint.judged": _("Whoever complained has read the answer."),
        "complaint.reopened": _("Complainant not satisfied. Review the complaint."),
        "complaint.withdrawn": _("Whoever complained takes it back."),
        "complaint.late": _("A complaint has passed its day."),
        "complaint.nobody": _(
            "Something waits, and nobody has leave to receive it. Give leave to somebody who may."
        ),
        "directory.stale": _("Services wait to be confirmed: ask those who keep them."),
        "directory.silent": _("An organization answers no mail about its services: call it."),
        "directory.remark": _("An organization says that something in the directory changed."),
        "referral.overdue": _(
            "Nobody answered a referral in time. Ask again, or find another way."
        ),
        "share.withdrawn": _("Consent withdrawn: stop using the data you received."),
        "share.forgotten": _("A file was erased: delete what you received of it."),
        "emergency.review": _("Review the emergency access within 72 hours."),
        "emergency.justified": _(
            "The file that you opened in an emergency was looked at: justified."
        ),
        "emergency.not_justified": _(
            "A file was opened in an emergency, and it was not justified."
        ),
        "leave.ended": _("A restricted case has nobody who accompanies it. Give it to somebody."),
        "risk.high": _("The risk of a case is now high or critical."),
        "risk.overruled": _("A risk level other than the suggested one was set. Review it."),
        "help.danger": _("Somebody asks for help and is in danger now. Read it at once."),
        "help.contact": _("Somebody who asked for help changed how to reach them. Read it first."),
        "help.clearing": _("Deletion of expired requests for help is pending your approval."),
        "job.dead": _("Background task failed several times. Check it."),
        "browser.new": _("Somebody signed in to your account in a browser that it had not seen."),
        "standing.given": _(
            "Somebody was given a role or leave in your office. If it surprises you, ask who "
            "gave it."
        ),
    }
)
