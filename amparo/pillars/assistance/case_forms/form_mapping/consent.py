"""What only the beginning of a case asks: they are met once, and their word is asked then."""

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case

from .answers import RecordAnswers

# Under the names of the registration itself (`forms/registering.py`).
CONSENT = (
    "way", "basis", "reason", "language", "explained", "method", "given_by", "giver_name",
    "relationship", "document", "document_issuer", "document_on", "assent", "witness", "limits",
    "agrees_case_management",
)  # fmt: skip
CASE = ("kind", "channel", "referred_by_text", "presenting_concern")


def consent(case: Case, told: RecordAnswers, by: User) -> None:
    """Nothing is written: this file has begun already."""
    raise Refusal(
        _("Consent is noted on its own page. A form asks it only of somebody who is new here.")
    )
