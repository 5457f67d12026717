"""Who sees commitments: who works on them, and the institutions that bear them; the public ones
on the public pages. Who keeps them: their office.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    is_owner,
    join_path,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.directory.permissions import of_own_institution
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    ActionItem,
    AgendaItem,
    ChairTerm,
    Cluster,
    ClusterItem,
    Commitment,
    CommitmentAuthor,
    CommitmentBearer,
    CommitmentTag,
    CommitmentText,
    Consultation,
    ConsultationGroup,
    ConsultationText,
    Contribution,
    Convening,
    Decision,
    Delegation,
    Dispute,
    FocalPoint,
    FormerWording,
    Forum,
    ImportedItem,
    MeetingPaper,
    Milestone,
    Position,
    ProgressLine,
    ProgressReport,
    RecommendationImport,
    ReportLink,
    Reservation,
    Review,
    Seat,
    SourceDocument,
    Statement,
)
from .models.commitment_parts import CommitmentCounter

give_permissions("caseworker", "commitment.see")
give_permissions(
    "supervisor", "commitment.review", "commitment.see", "consultation.see", "forum.see"
)
give_permissions("official", "commitment.report")
give_permissions("data_officer", "commitment.review", "commitment.see")
give_permissions(
    "policy_officer",
    "commitment.keep",
    "commitment.review",
    "commitment.see",
    "consultation.keep",
    "consultation.see",
    "forum.keep",
    "forum.see",
)


def borne_by_own_institution(verb: str) -> PermissionRule:
    """Opens commitments to those who speak for an institution that bears them today."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        organizations = user.partner_organizations if verb in user.permissions else []
        if not organizations:
            return NONE
        borne = CommitmentBearer.objects.filter(
            commitment=OuterRef(join_path(at, "pk")), until=None, organization__in=organizations
        )
        return Q(Exists(borne))

    return rule


_SEE = any_of(has_permission("commitment.see"), borne_by_own_institution("commitment.report"))
_KEEP = in_own_office("commitment.keep", "office")

register_rules(SourceDocument, see=any_signed_in_user, keep=has_permission("commitment.keep"))
register_rules(
    Commitment,
    see=_SEE,
    keep=_KEEP,
    review=has_permission("commitment.review"),
    report=borne_by_own_institution("commitment.report"),
    dispute=_SEE,
)
for model in (CommitmentAuthor, CommitmentBearer, CommitmentTag, CommitmentText, Position,
              Review, ClusterItem):  # fmt: skip
    register_rules(model, see=via_foreign_key("commitment"))
register_rules(
    Milestone, see=via_foreign_key("commitment"), keep=via_foreign_key("commitment", "keep")
)
register_rules(
    Dispute, see=via_foreign_key("commitment"), answer=via_foreign_key("commitment", "keep")
)
register_rules(CommitmentCounter, see=no_one)
register_rules(Cluster, see=has_permission("commitment.see"), keep=_KEEP)
unmasked_for(ProgressReport, "see")
register_rules(
    ProgressReport,
    see=any_of(
        has_permission("commitment.see"), of_own_institution("commitment.report", "organization")
    ),
)
register_rules(ProgressLine, see=via_foreign_key("report"))
register_rules(
    ReportLink, see=has_permission("commitment.keep"), end=has_permission("commitment.keep")
)
unmasked_for(RecommendationImport, "see")
register_rules(RecommendationImport, see=has_permission("commitment.keep"), keep=_KEEP)
register_rules(FormerWording, see=via_foreign_key("commitment"))
register_rules(ImportedItem, see=via_foreign_key("commitment"))


def is_published(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens published commitments to everybody, also to who is signed out."""
    return Q(**{join_path(at, "is_public"): True})


# Under a verb of its own, for public pages: colleagues see no more by it than they did.
PUBLISHED = "read_published"
permission_rules[Commitment][PUBLISHED] = is_published
for part in (CommitmentAuthor, CommitmentBearer, CommitmentTag, CommitmentText, Position, Review,
             ProgressLine):  # fmt: skip
    permission_rules[part][PUBLISHED] = via_foreign_key("commitment", PUBLISHED)


# Forums and meetings: who works with duty bearers, and those who sit in a forum by an account.
# A closed meeting is seen by those seated and by its keepers alone.


def seated_in(path: str) -> PermissionRule:
    """Opens what belongs to a forum at `path` to the focal points of its seats."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        held = FocalPoint.objects.filter(
            user=user.pk, until=None, seat__until=None, seat__forum=OuterRef(join_path(at, path))
        )
        return Q(Exists(held))

    return rule


def chairs(path: str) -> PermissionRule:
    """Opens what belongs to a forum at `path` to the focal points of who chairs it now."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        forum = join_path(at, path)
        term = ChairTerm.objects.filter(
            forum=OuterRef("seat__forum"), until=None, organization=OuterRef("seat__organization")
        )
        held = FocalPoint.objects.filter(
            Exists(term), user=user.pk, until=None, seat__until=None, seat__forum=OuterRef(forum)
        )
        return Q(Exists(held))

    return rule


def not_closed(verb: str) -> PermissionRule:
    """Opens meetings that are not closed to users with `verb`."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        return ~Q(**{join_path(at, "rule"): Convening.Rule.CLOSED})

    return rule


def called_and_seated(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens meetings of their forum to focal points, once these are called."""
    planned = Q(**{join_path(at, "state"): Convening.State.PLANNED})
    return seated_in("forum")(user, model, at) & ~planned


_KEEP_FORUM = in_own_office("forum.keep", "office")
_SEE_MEETING = any_of(not_closed("forum.see"), _KEEP_FORUM, called_and_seated)

register_rules(Forum, see=any_of(has_permission("forum.see"), seated_in("pk")), keep=_KEEP_FORUM)
for of_forum in (ChairTerm, Seat):
    register_rules(of_forum, see=via_foreign_key("forum"), keep=via_foreign_key("forum", "keep"))
unmasked_for(FocalPoint, "see")
register_rules(
    FocalPoint,
    see=any_of(has_permission("forum.see"), is_owner("user")),
    keep=via_foreign_key("seat__forum", "keep"),
)
register_rules(
    Convening,
    see=_SEE_MEETING,
    keep=_KEEP_FORUM,
    propose=_SEE_MEETING,
    adopt=any_of(_KEEP_FORUM, chairs("forum")),
)
unmasked_for(MeetingPaper, "see")
# How many came is read by who sees the meeting; names by its keepers.
unmasked_for(Delegation, "keep")
unmasked_for(Statement, "keep")
for of_meeting in (AgendaItem, MeetingPaper, Delegation):
    register_rules(
        of_meeting, see=via_foreign_key("convening"), keep=via_foreign_key("convening", "keep")
    )
for minuted in (Statement, Decision, ActionItem):
    register_rules(
        minuted,
        see=via_foreign_key("item__convening"),
        keep=via_foreign_key("item__convening", "keep"),
    )
register_rules(Reservation, see=via_foreign_key("decision"))
# Consultations: their office reads the contributions and keeps them; anybody reads what was asked,
# and the answer once it is given.

register_rules(
    Consultation,
    see=in_own_office("consultation.see", "office"),
    hear=in_own_office("consultation.see", "office"),
    keep=in_own_office("consultation.keep", "office"),
)
for consulted_part in (ConsultationText, ConsultationGroup, Contribution):
    register_rules(consulted_part, see=via_foreign_key("consultation"))
# Nobody is named: whoever may see a consultation of their office reads what was said.
unmasked_for(Contribution, "see")


def is_asked(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens consultations that were opened to everybody, also to who is signed out."""
    return ~Q(**{join_path(at, "state"): Consultation.State.PLANNED})


def is_asked_or_answered(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens the question of these, and the other words once the answer was given."""
    question = Q(**{join_path(at, "part"): ConsultationText.Part.QUESTION})
    answered = (Consultation.State.ANSWERED, Consultation.State.REPORTED)
    given = Q(**{join_path(at, "consultation__state__in"): answered})
    return is_asked(user, model, join_path(at, "consultation")) & (question | given)


permission_rules[Consultation][PUBLISHED] = is_asked
permission_rules[ConsultationText][PUBLISHED] = is_asked_or_answered
permission_rules[ConsultationGroup][PUBLISHED] = via_foreign_key("consultation", PUBLISHED)
