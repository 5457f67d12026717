"""The sentence of each notification, by the code of its event."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "case.assigned": _("A case was given to you."),
    "case.reopened": _("A case of yours was opened again."),
    "transfer.offered": _("Another office offers you a case. Take it over, or say why not."),
    "transfer.accepted": _("The other office has taken a case over."),
    "transfer.declined": _("The other office cannot take a case over. Read why."),
    "transfer.stayed": _("A case stays with you: what allowed it to go elsewhere has ended."),
    "takeover.asked": _("Another office asks to take over somebody whom you know."),
    "person.looked_for": _(
        "Somebody like a person of yours is looked for, or is being registered. Look whether "
        "it is them."
    ),
    "takeover.declined": _("An office answered that it does not hand over."),
    "merge.asked": _("Two files may be of one person. A second person decides: you may."),
    "merge.confirmed": _("A second person is sure too: two files are joined."),
    "merge.refused": _("A second person is not sure that two files are of one person."),
    "exception.confirmed": _("The registration without consent was confirmed."),
    "exception.sent_back": _("The registration without consent was sent back: nothing was kept."),
    "approval.assessment": _("An assessment waits for your approval."),
    "approval.plan": _("A plan waits for your approval."),
    "approval.closure": _("A closure waits for your approval."),
    "approval.transfer": _("A transfer to another office waits for your approval."),
    "approval.given": _("What you asked for was approved."),
    "approval.sent_back": _("It was sent back to you with a note."),
    "deletion.asked": _("Somebody asks to delete a file. A second person decides: you may."),
    "deletion.refused": _("A file that you asked to delete stays. Read why."),
    "deletion.due": _("Files are over their time. Look at what may be deleted."),
    "rights.asked": _("Somebody asks about their own data. It is answered by a day."),
    "rights.late": _("The day by which somebody is answered about their data is near, or past."),
    "rights.also_yours": _("Somebody you accompany asks about their data: prepare your part."),
    "rights.ready": _("What is told to somebody about their data is ready to be taken."),
    "exception.asked": _("Somebody was registered without consent. Look at it within 72 hours."),
    "alert.raised": _("Safety alert. Read it before you contact anybody."),
    "attachment.infected": _(
        "A paper that was sent is harmful. It is locked away, for everybody."
    ),
    "screening.urgent": _("Somebody was screened who needs something at once."),
    "consent.withdrawn": _(
        "Somebody took back what they had agreed to. Read it before you go on."
    ),
    "message.failed": _("A text did not arrive, or was not sent. Read why, and try another way."),
    "message.no": _("Somebody answered that they cannot come."),
    "message.stop": _("Somebody answered that they want no more texts."),
    "message.other": _("Somebody answered a text."),
    "complaint.heard": _("Somebody complains or has something to say, and you are to answer."),
    "complaint.words": _("Whoever complained added something."),
    "complaint.judged": _("Whoever complained has read the answer."),
    "complaint.reopened": _("Whoever complained is not satisfied. Look at it again."),
    "complaint.withdrawn": _("Whoever complained takes it back."),
    "complaint.late": _("A complaint has passed its day."),
    "complaint.nobody": _(
        "Something waits, and nobody has leave to receive it. Give leave to somebody who may."
    ),
    "directory.stale": _("Services wait to be confirmed: ask those who keep them."),
    "directory.silent": _("An organization answers no mail about its services: call it."),
    "directory.remark": _("An organization says that something in the directory changed."),
    "referral.sent": _("Somebody is referred to you. Read it and answer."),
    "referral.replied": _("What you asked about a referral was answered."),
    "referral.accepted": _("A referral was accepted."),
    "referral.rejected": _("A referral was not accepted. Find another way."),
    "referral.asked": _("A service asks something about a referral before it can answer."),
    "referral.reported": _("A service says what it gave. Confirm it with the person."),
    "referral.link_refused": _(
        "Somebody came with the link of a referral, and it stayed shut. Ask whether it was they."
    ),
    "referral.overdue": _("Nobody answered a referral in time. Ask again, or find another way."),
    "share.withdrawn": _("A person took back their consent: stop using what you received."),
    "share.ended": _("Something that was shared with you has ended."),
    "share.forgotten": _("A file was erased: delete what you received of it."),
    "emergency.opened": _("A file was opened in an emergency by somebody who does not hold it."),
    "emergency.review": _("Look again at a file opened in an emergency, within 72 hours."),
    "emergency.justified": _("The file that you opened in an emergency was looked at: justified."),
    "emergency.not_justified": _("A file was opened in an emergency, and it was not justified."),
    "bulk.explained": _("A colleague reads many files within an hour, and says why."),
    "leave.ended": _("A restricted case has nobody who accompanies it. Give it to somebody."),
    "risk.high": _("The risk of a case is now high or critical."),
    "risk.overruled": _("Somebody set another risk than the one proposed. Look at it again."),
    "risk.reviewed": _("Your decision about risk was looked at again."),
    "help.danger": _("Somebody asks for help and is in danger now. Read it at once."),
    "help.passed": _("A request for help was passed to your office."),
    "help.overdue": _("A request for help was not answered in time."),
    "help.added": _("Somebody who asked for help wrote more."),
    "help.contact": _("Somebody who asked for help changed how to reach them. Read it first."),
    "help.withdrawn": _("Somebody took back their request for help. Read it before you go on."),
    "help.clearing": _("A colleague asks to delete requests for help whose time is over."),
    "job.dead": _("Work in the background failed several times. Look at it."),
    "subscription.paused": _("A partner’s system is told nothing for now. Look at why."),
    "browser.new": _("Somebody signed in to your account in a browser that it had not seen."),
    "standing.given": _(
        "Somebody was given a role or leave in your office. If it surprises you, ask who gave it."
    ),
    "recovery.asked": _("A colleague cannot get in any more: two of you vouch for them."),
    "recovery.confirmed": _("Two colleagues confirmed that somebody begins anew."),
    "recovery.used": _("Somebody began anew: another password, another second step."),
}
