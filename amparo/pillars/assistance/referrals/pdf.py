"""The letter of a referral: the extract on paper, in the language of whoever reads it.

For an organization that works on paper, or for the person to carry. It says what the partner's
page says, and nothing of it once the consent has ended.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.pdf import paper_of
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.ui import formats

from . import extract
from .models import Referral

PAGE = Path(__file__).parent / "templates" / "referrals" / "letter.typ"


def referral_letter(referral: Referral) -> bytes:
    """As a PDF, in the language that is in force."""
    told = extract.build_extract(referral)
    if referral.is_over or not told:
        raise Refusal(_("Nothing of it may be shared any more: no letter is made."))
    return paper_of(PAGE, _letter_data(referral, told))


def _letter_data(referral: Referral, people: list[extract.PersonExtract]) -> dict[str, Any]:
    office = referral.case.office
    return {
        "title": _("Letter of referral"),
        "to": referral.organization.name,
        "office": formats.join_list((office.organization.name, office.name)),
        "printed": formats.with_year(localtime(now()).date()),
        "asked": [(name, value) for name, value in _asked(referral) if value],
        "about": ngettext("About this person", "About these people", len(people)),
        "people": [each.facts for each in people],
        "needs": _("What you need to know to help"),
        "text": referral.text.split("\n"),
        "closing": [
            _(
                "The person agreed that you read this. Use it to help them and for nothing else, "
                "pass it on to nobody, and destroy it when they take their consent back or when "
                "you need it no longer."
            ),
            _("Reach them only as it says here. Please answer the office that sent this letter."),
        ],
    }


def _asked(referral: Referral) -> list[tuple[str, str]]:
    due = localtime(referral.answer_due, referral.case.office.zone)
    by = formats.join_list((formats.with_year(due.date()), formats.clock(due)))
    service = referral.service.title.text if referral.service else ""
    return [
        (_("What is asked of you"), code_lists.label("service_type", referral.service_type)),
        (_("Service"), service),
        (_("Urgency"), str(referral.get_urgency_display())),
        (_("Please answer by"), by),
        (_("Referred by"), referral.by.name),
        (_("Day"), formats.with_year(localtime(referral.at).date())),
    ]


def preferred_language(referral: Referral, otherwise: str) -> str:
    """The first language of theirs that the house speaks."""
    first = referral.referred_persons.select_related("person").order_by("pk").first()
    known = dict(settings.LANGUAGES)
    spoken = first.person.languages if first else []
    return next((code for code in spoken if code in known), otherwise)
