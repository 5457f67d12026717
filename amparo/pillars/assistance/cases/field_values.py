"""What fields hold, in the words of one who reads their own file."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amparo.foundation.people.models.washington_group import DOMAINS
from amparo.foundation.protection import code_lists
from amparo.ui import formats

from .extension_points import disclosed_code_lists

# Fields that hold codes of a list; those that differ by record are named with it.
_LISTS = {
    "asylum_wish": "", "beliefs": "journey_belief", "belief_outcome": "belief_outcome",
    "belief_sources": "belief_source", "channel": "identification_source",
    "identitydocument.kind": "document_kind", "case.kind": "case_kind",
    "cause": "separation_cause", "factor": "factor", "gender": "gender",
    "harm": "harm", "literacy": "literacy", "method": "consent_method",
    "migration_status": "migration_status", "mode": "follow_up_mode", "purpose": "consent_scope",
    "closure.reason": "closure_reason", "relation": "family_relation", "right": "right",
    "safe_channel": "safe_channel", "safetyalert.kind": "alert_kind",
    "service_type": "service_type", "sex": "sex", "statelessness": "statelessness",
    "referral.status": "referral_status", "unmetneed.reason": "unmet_need_reason",
    "unmetneedreason.code": "unmet_need_reason",
    "trafficking_signs": "trafficking_sign", "urgent": "urgent_need",
    "verification": "verification", "polarity": "polarity", "observation.level": "level",
    **dict.fromkeys(DOMAINS, "wg_answer"),
}  # fmt: skip
COUNTRIES = {"nationality", "other_nationalities", "country"}
LANGUAGES = {"language", "languages", "interpreter"}
BANDS = {"band", "decided", "proposed"}


def register_code_lists(lists: Mapping[str, str]) -> None:
    """Registers the code lists that fields take their codes from."""
    for name, code_list in lists.items():
        disclosed_code_lists.register(name, code_list)


def field_value_text(record: models.Model, name: str) -> str:
    """What the field holds, as one says it; empty where nothing is known."""
    value = getattr(record, f"disclosed_{name}", None) or getattr(record, name)
    if value in (None, "", []):
        return ""
    if isinstance(value, list | tuple):
        return formats.join_list(_one(record, name, each) for each in value)
    return _one(record, name, value)


def _one(record: models.Model, name: str, value) -> str:
    own = f"{record._meta.model_name}.{name}"
    listed = disclosed_code_lists.get(own) or _LISTS.get(own) or _LISTS.get(name)
    listed = listed or disclosed_code_lists.get(name)
    special = _special(name, value, listed)
    if special is not None:
        return special
    display = getattr(record, f"get_{name}_display", None)
    return str(display()) if display else _plain(value)


def _special(name: str, value, listed: str | None) -> str | None:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in COUNTRIES:
        return formats.country_name(value)
    if name in LANGUAGES:
        return formats.language_name(value)
    if name in BANDS:
        return formats.band_word(value)
    if name == "birth_year":
        return str(value)
    if name == "threat":
        return code_lists.threat_label(value)
    return code_lists.label(listed, str(value)) if listed else None


def _plain(value) -> str:
    if isinstance(value, datetime):
        return _plain(localtime(value).date())
    if isinstance(value, date):
        return formats.with_year(value)
    if isinstance(value, time):
        return formats.clock(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return formats.number(value)
    return str(getattr(value, "text", "") or value)
