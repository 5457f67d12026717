"""Who sees commitments: who works on them, and the institutions that bear them; the public ones
on the public pages. Who keeps them: their office.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    join_path,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.directory.permissions import of_own_institution
from amparo.foundation.funding.permissions import in_own_office

from .models import (
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
    Dispute,
    FormerWording,
    ImportedItem,
    Milestone,
    Position,
    ProgressLine,
    ProgressReport,
    RecommendationImport,
    ReportLink,
    Review,
    SourceDocument,
)
from .models.commitments import CommitmentCounter


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

# Consultations: their office reads the contributions and keeps them; anybody reads what was asked,
# and the answer once it is given.

register_rules(
    Consultation,
    see=in_own_office("consultation.see", "office"),
    hear=in_own_office("consultation.see", "office"),
    keep=in_own_office("consultation.keep", "office"),
)
for told in (ConsultationText, ConsultationGroup, Contribution):
    register_rules(told, see=via_foreign_key("consultation"))
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
