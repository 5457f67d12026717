"""Permissions of forms, devices, submissions and outbox entries; blank forms are public.

What a device sent about a record is for whoever works on that record: the apps above say who
(`record_rules`). What is about no record is for who answers for the office of the device.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.models import Team, User
from amparo.foundation.core.permissions.grants import NONE, any_of
from amparo.foundation.core.permissions.masking import set_field_classes
from amparo.foundation.core.permissions.rules import (
    has_permission,
    is_owner,
    join_path,
    no_one,
    of_own_office,
    of_supervised_staff,
    register_rules,
    via_foreign_key,
)

from .extension_points import record_rules
from .models import (
    Conflict,
    Device,
    Form,
    FormAttachment,
    FormKey,
    FormVersion,
    OutboxDecision,
    OutboxEntry,
    PendingUpload,
    PublicForm,
    Submission,
    SubmissionAcceptance,
    SubmissionCorrection,
    SubmissionFile,
    UploadPart,
)


def of_its_file(user: User, model: type[models.Model], at: str = "") -> Q:
    """Whoever may work on the file that it is about."""
    said = [
        Q(**{join_path(at, "file_kind"): kind}) & rules.can_work(user, model, at)
        for kind, rules in sorted(record_rules.items())
    ]
    return any_of(*(lambda *_asked, each=each: each for each in said))(user, model, at)


def of_no_file(user: User, model: type[models.Model], at: str = "") -> Q:
    """About nobody's file, or about one that is not here (yet): who answers for that office."""
    office = join_path(at, "office" if model is OutboxEntry else "entry__office")
    offices, teams = user.offices_for("case.approve"), user.teams_for("case.approve")
    if not offices and not teams:
        return NONE
    of_team = Team.objects.filter(pk__in=teams).values("office")
    theirs = Q(**{f"{office}__in": offices}) | Q(**{f"{office}__in": of_team})
    missing = Q(**{join_path(at, "file_ref"): None})
    for kind, rules in sorted(record_rules.items()):
        missing |= Q(**{join_path(at, "file_kind"): kind}) & ~rules.is_known(user, model, at)
    return theirs & missing


# Who looks after the answers sees to which form they were given.
register_rules(
    Form,
    see=any_of(has_permission("form.keep"), has_permission("submission.keep")),
    keep=has_permission("form.keep"),
)
# Who fills a form sees its questions.
fillers = has_permission("case.work")
register_rules(
    FormVersion,
    see=any_of(has_permission("form.keep"), fillers),
    keep=has_permission("form.keep"),
    fill=fillers,
)
register_rules(PublicForm, see=has_permission("form.keep"), keep=has_permission("form.keep"))
register_rules(
    FormAttachment, see=via_foreign_key("version"), keep=via_foreign_key("version", "keep")
)
set_field_classes(Submission, narrative=("raw", "unlocked", "values"))
set_field_classes(SubmissionFile, narrative=("name",))
set_field_classes(SubmissionCorrection, narrative=("answers", "because"))
set_field_classes(SubmissionAcceptance, narrative=("because",))
# Trainers read of these what their devices sent about their own sessions, and no words of a file.
set_field_classes(Conflict, narrative=("base_value", "device_value", "server_value"))
set_field_classes(OutboxEntry, narrative=("body", "text"))
set_field_classes(OutboxDecision, narrative=("because",))
# Who holds a telephone and who answers for them sees it in their list, and may stop it.
holders = any_of(is_owner(), has_permission("staff.edit"), of_supervised_staff)
register_rules(Device, see=holders, revoke=holders)
register_rules(
    Submission,
    see=any_of(is_owner("by"), of_own_office("submission.keep")),
    keep=of_own_office("submission.keep"),
)
register_rules(SubmissionFile, keep=via_foreign_key("submission", "keep"))

decides = any_of(of_its_file, of_no_file)
# Whoever wrote it knows what it says, and may let go of what was not possible.
register_rules(
    OutboxEntry,
    see=any_of(is_owner("by"), decides),
    settle=decides,
    decline=any_of(is_owner("by"), decides),
)
register_rules(OutboxDecision, see=via_foreign_key("entry"))
register_rules(Conflict, see=decides, settle=decides)
for kept_by_verbs in (UploadPart, PendingUpload, FormKey):
    register_rules(kept_by_verbs, see=no_one)
for repair in (SubmissionCorrection, SubmissionAcceptance):
    register_rules(repair, see=via_foreign_key("submission", "keep"))
