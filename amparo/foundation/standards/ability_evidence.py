"""Self-assessments as evidence of the ability of an institution."""

from uuid import UUID

from django.utils.translation import gettext as _

from amparo.foundation.core.accounts.users import User
from amparo.foundation.protection.extension_points import AbilityEvidence
from amparo.ui import formats

from .models import AssessmentItem, SelfAssessment


def evidence_of_self_assessment(ref: UUID, user: User) -> AbilityEvidence | None:
    """Returns how many items were answered with each answer in a submitted round, and that the
    institution says so itself; None for another round, or one that is closed to `user`.
    """
    rounds = SelfAssessment.objects.submitted().with_counts().accessible_to(user)
    assessment = rounds.filter(ref=ref).first()
    if assessment is None:
        return None
    counts = [
        f"{answer.label}: {formats.number(getattr(assessment, f'count_{answer.value}'))}"
        for answer in AssessmentItem.Answer
    ]
    said = {
        "title": assessment.title, "round": formats.number(assessment.round),
        "day": formats.with_year(formats.as_day(assessment.submitted_at)),
    }  # fmt: skip
    source = _("The institution's own self-assessment: %(title)s, round %(round)s, %(day)s") % said
    return AbilityEvidence(assessment.organization_id, formats.join_list(counts), source)
