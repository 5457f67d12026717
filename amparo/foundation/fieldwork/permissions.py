"""Who may see and keep forms, telephones and what they sent; blank forms tell of nobody.

What a telephone sent about a file is for whoever works on that file: the apps above say who
(`works_on`). What is about nobody's file is for who answers for the office of the telephone.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.trust.access import (
    NONE,
    Rule,
    access_to,
    either,
    in_office,
    nobody,
    of_own_staff,
    own,
    path_to,
    role,
    through,
)
from amparo.foundation.trust.models import Team, User
from amparo.foundation.trust.veil import classed

from .models import (
    Conflict,
    Correction,
    Device,
    FilePart,
    FilePromised,
    Form,
    FormFile,
    FormKey,
    FormVersion,
    InPublic,
    Sent,
    SentDecision,
    Settlement,
    Submission,
    SubmissionFile,
)

# By kind of file: who may work on the one that an entry is about; and whether it is here at all.
works_on: dict[str, Rule] = {}
is_here: dict[str, Rule] = {}


def of_its_file(user: User, model: type[models.Model], at: str = "") -> Q:
    """Whoever may work on the file that it is about."""
    said = [
        Q(**{path_to(at, "file_kind"): kind}) & rule(user, model, at)
        for kind, rule in sorted(works_on.items())
    ]
    return either(*(lambda *_asked, each=each: each for each in said))(user, model, at)


def of_no_file(user: User, model: type[models.Model], at: str = "") -> Q:
    """About nobody's file, or about one that is not here (yet): who answers for that office."""
    office = path_to(at, "office" if model is Sent else "sent__office")
    offices, teams = user.offices_for("case.approve"), user.teams_for("case.approve")
    if not offices and not teams:
        return NONE
    of_team = Team.objects.filter(pk__in=teams).values("office")
    theirs = Q(**{f"{office}__in": offices}) | Q(**{f"{office}__in": of_team})
    missing = Q(**{path_to(at, "file_ref"): None})
    for kind, rule in sorted(is_here.items()):
        missing |= Q(**{path_to(at, "file_kind"): kind}) & ~rule(user, model, at)
    return theirs & missing


# Who looks after the answers sees to which form they were given.
access_to(Form, see=either(role("form.keep"), role("submission.keep")), keep=role("form.keep"))
# Who fills a form sees its questions.
fillers = role("case.work")
access_to(
    FormVersion, see=either(role("form.keep"), fillers), keep=role("form.keep"), fill=fillers
)
access_to(InPublic, see=role("form.keep"), keep=role("form.keep"))
access_to(FormFile, see=through("version"), keep=through("version", "keep"))
classed(Submission, narrative=("raw", "unlocked", "values"))
classed(SubmissionFile, narrative=("name",))
classed(Correction, narrative=("answers", "because"))
classed(Settlement, narrative=("because",))
# Who holds a telephone and who answers for them sees it in their list, and may stop it.
holders = either(own(), role("staff.edit"), of_own_staff)
access_to(Device, see=holders, revoke=holders)
access_to(
    Submission,
    see=either(own("by"), in_office("submission.keep")),
    keep=in_office("submission.keep"),
)
access_to(SubmissionFile, see=through("submission"), keep=through("submission", "keep"))

decides = either(of_its_file, of_no_file)
# Whoever wrote it knows what it says, and may let go of what was not possible.
access_to(Sent, see=either(own("by"), decides), settle=decides, let_go=either(own("by"), decides))
access_to(SentDecision, see=through("sent"))
access_to(Conflict, see=decides, settle=decides)
for kept_by_verbs in (FilePart, FilePromised, FormKey):
    access_to(kept_by_verbs, see=nobody)
for repair in (Correction, Settlement):
    access_to(repair, see=through("submission", "keep"))
