"""The code lists of feedback, and what people call its categories in their own words."""

from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.code_lists.bundled import BundledCode, read_codes

DATA = Path(__file__).parent / "data"

# In the order in which people are asked: what hurts first is not hidden at the end.
CATEGORY_DESCRIPTIONS: dict[str, Promise] = {
    "complaint_service": _("They helped me badly, late, or not at all"),
    "complaint_exclusion": _("I was left out, or treated worse than others"),
    "complaint_staff": _("Somebody who works here treated me badly or threatened me"),
    "fraud": _("Somebody asked for money or a favour, or keeps what is for others"),
    "sea": _("Somebody who should help asked for sex, or touched or hurt me sexually"),
    "protection_incident": _("Something there is dangerous for me or for others"),
    "data_breach": _("What I told was passed on, or my data are wrong"),
    "suggestion": _("I have an idea"),
    "appreciation": _("Something was good"),
    "request_info": _("I have a question"),
}

SEA = "sea"
# Where help comes before any inquiry, and details are asked by those who are trained for it.
OFFER_HELP_CATEGORIES = frozenset({SEA, "complaint_staff", "protection_incident"})
# What is only noted as far as it is needed, and given to those who investigate.
INVESTIGATION_CATEGORIES = frozenset({SEA, "complaint_staff", "fraud"})


@cache
def shipped_lists() -> tuple[BundledCode, ...]:
    return tuple(read_codes(sorted(DATA.glob("*_codelists.csv"))))


@cache
def sensitive_kinds() -> frozenset[str]:
    """The categories for few recipients: as shipped, and no edited list changes it."""
    return frozenset(
        line.code
        for line in shipped_lists()
        if line.list == "feedback_type" and line.extra.get("sensitive")
    )
