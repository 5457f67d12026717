"""What fields are called, and what they hold, in the words of one who reads their own file."""

from datetime import date, datetime, time
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.people.models.persons import DOMAINS
from amparo.foundation.protection import code_lists
from amparo.ui import formats

CALLED: dict[str, Promise] = {
    "agreed": gettext_lazy("Your answer"),
    "aliases": gettext_lazy("Also called"),
    "answer": gettext_lazy("Answer"),
    "answers": gettext_lazy("Answers"),
    "approved": gettext_lazy("Agreed"),
    "asked_at": gettext_lazy("Day"),
    "asked_on": gettext_lazy("Day"),
    "asylum_wish": gettext_lazy("Wish for asylum, or fear of return"),
    "at": gettext_lazy("Day"),
    "band": gettext_lazy("Risk"),
    "basis": gettext_lazy("Basis"),
    "because": gettext_lazy("Why"),
    "birth_date": gettext_lazy("Date of birth"),
    "birth_place": gettext_lazy("Place of birth"),
    "birth_precision": gettext_lazy("How exact the date is"),
    "birth_year": gettext_lazy("Year of birth"),
    "came_from": gettext_lazy("Who brought you to us"),
    "cause": gettext_lazy("Cause"),
    "change": gettext_lazy("Risk"),
    "channel": gettext_lazy("How you came to us"),
    "code": gettext_lazy("Code"),
    "communicating": gettext_lazy("Communicating"),
    "code_word": gettext_lazy("Word to say first"),
    "confirmed": gettext_lazy("Confirmed"),
    "contact": gettext_lazy("Number or address"),
    "cost": gettext_lazy("Cost"),
    "country": gettext_lazy("Country"),
    "created_at": gettext_lazy("Registered on"),
    "currency": gettext_lazy("Currency"),
    "danger_now": gettext_lazy("Danger now"),
    "decided": gettext_lazy("Decided"),
    "decided_at": gettext_lazy("Day"),
    "decisions": gettext_lazy("What was decided"),
    "discussion": gettext_lazy("What was said"),
    "do_not_contact": gettext_lazy("Not to be contacted"),
    "due_on": gettext_lazy("By when"),
    "evidence": gettext_lazy("How we know"),
    "expires_on": gettext_lazy("Until"),
    "factor": gettext_lazy("What it is"),
    "family_names": gettext_lazy("Family name"),
    "father_name": gettext_lazy("Name of the father"),
    "feedback": gettext_lazy("What you said of our help"),
    "field": gettext_lazy("What about"),
    "first_steps": gettext_lazy("What was done at once"),
    "first_words": gettext_lazy("Your first words"),
    "form": gettext_lazy("Form"),
    "from_team": gettext_lazy("Who accompanied you"),
    "gender": gettext_lazy("Gender"),
    "given_by": gettext_lazy("Who consented"),
    "given_names": gettext_lazy("Given names"),
    "given_on": gettext_lazy("Day"),
    "consenting_person": gettext_lazy("Name of who consented"),
    "goal": gettext_lazy("Goal"),
    "goes_on": gettext_lazy("It goes on"),
    "handover": gettext_lazy("Who goes on from here"),
    "happened_on": gettext_lazy("Day"),
    "harm": gettext_lazy("What was done"),
    "heard_on": gettext_lazy("Day"),
    "held_by": gettext_lazy("Where it is now"),
    "horizon": gettext_lazy("By when"),
    "hours": gettext_lazy("At what hours"),
    "how": gettext_lazy("How"),
    "identified_on": gettext_lazy("Known to us since"),
    "interpreter": gettext_lazy("Interpreter for"),
    "is_age_disputed": gettext_lazy("Age disputed"),
    "is_safe": gettext_lazy("Safe"),
    "keep_until": gettext_lazy("Kept until"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "languages": gettext_lazy("Languages"),
    "level": gettext_lazy("Level"),
    "limits": gettext_lazy("Limits"),
    "literacy": gettext_lazy("Reading and writing"),
    "may_leave_message": gettext_lazy("A message may be left"),
    "medical": gettext_lazy("Urgent medical need"),
    "method": gettext_lazy("How you answered"),
    "migration_status": gettext_lazy("Migration status"),
    "mode": gettext_lazy("How"),
    "mother_name": gettext_lazy("Name of the mother"),
    "name": gettext_lazy("Name"),
    "narrative": gettext_lazy("What was told"),
    "nationality": gettext_lazy("Nationality"),
    "next_on": gettext_lazy("Next time"),
    "note": gettext_lazy("Note"),
    "number": gettext_lazy("Number"),
    "observed_on": gettext_lazy("Day"),
    "on": gettext_lazy("Day"),
    "opened_at": gettext_lazy("Received"),
    "organization": gettext_lazy("Organization"),
    "original_name": gettext_lazy("Name in its own script"),
    "other_language": gettext_lazy("Another language"),
    "other_nationalities": gettext_lazy("Other nationalities"),
    "outcome": gettext_lazy("Result"),
    "own_rank": gettext_lazy("Your order"),
    "participants": gettext_lazy("Who took part"),
    "person_took_part": gettext_lazy("You took part"),
    "place": gettext_lazy("Place"),
    "polarity": gettext_lazy("Burdens or helps"),
    "priorities": gettext_lazy("What matters most to you"),
    "progress": gettext_lazy("What moved forward"),
    "proposed": gettext_lazy("What the rule proposed"),
    "provider": gettext_lazy("Given by"),
    "purpose": gettext_lazy("What for"),
    "quantity": gettext_lazy("Quantity"),
    "reached": gettext_lazy("Reached"),
    "reason": gettext_lazy("Reason"),
    "receipt": gettext_lazy("Receipt"),
    "recipient": gettext_lazy("With whom"),
    "relation": gettext_lazy("Relation"),
    "remembering": gettext_lazy("Remembering"),
    "responsible_words": gettext_lazy("Who"),
    "right": gettext_lazy("Right"),
    "safe_channel": gettext_lazy("How to reach you safely"),
    "safe_from": gettext_lazy("Texts only from"),
    "safe_until": gettext_lazy("Texts only until"),
    "safe_contact": gettext_lazy("How to reach you safely"),
    "second_family_name": gettext_lazy("Second family name"),
    "seeing": gettext_lazy("Seeing"),
    "hearing": gettext_lazy("Hearing"),
    "self_care": gettext_lazy("Caring for oneself"),
    "service_type": gettext_lazy("Service"),
    "severity": gettext_lazy("How grave, from 0 to 3"),
    "sex": gettext_lazy("Sex"),
    "since": gettext_lazy("Since"),
    "size": gettext_lazy("Size"),
    "state": gettext_lazy("State"),
    "statement": gettext_lazy("Words"),
    "statelessness": gettext_lazy("Statelessness"),
    "status": gettext_lazy("State"),
    "story": gettext_lazy("What was told"),
    "summary": gettext_lazy("Summary"),
    "support_needs": gettext_lazy("What helps you take part"),
    "team": gettext_lazy("Who asked"),
    "text": gettext_lazy("Words"),
    "threat": gettext_lazy("Threat"),
    "to_team": gettext_lazy("Who would accompany you"),
    "trafficking": gettext_lazy("Signs of trafficking"),
    "trafficking_signs": gettext_lazy("Signs"),
    "unit": gettext_lazy("Unit"),
    "justified": gettext_lazy("Justified"),
    "until": gettext_lazy("Until"),
    "ended_at": gettext_lazy("Ended"),
    "urgency": gettext_lazy("How urgent it was"),
    "urgent": gettext_lazy("What could not wait"),
    "value": gettext_lazy("Value"),
    "verification": gettext_lazy("How sure it is"),
    "walking": gettext_lazy("Walking"),
    "what": gettext_lazy("What"),
    "where": gettext_lazy("Where"),
    "who_may_answer": gettext_lazy("Who may answer"),
    "why": gettext_lazy("Why"),
    "wishes": gettext_lazy("What you wish"),
    "witness": gettext_lazy("Witness"),
    "words": gettext_lazy("Words"),
}

# Fields that hold codes of a list; those that differ by record are named with it.
LISTS = {
    "asylum_wish": "", "channel": "identification_source",
    "identitydocument.kind": "document_kind", "case.kind": "case_kind",
    "cause": "separation_cause", "factor": "factor", "gender": "gender",
    "harm": "harm", "literacy": "literacy", "method": "consent_method",
    "migration_status": "migration_status", "mode": "follow_up_mode", "purpose": "consent_scope",
    "closure.reason": "closure_reason", "relation": "family_relation", "right": "right",
    "safe_channel": "safe_channel", "safetyalert.kind": "alert_kind",
    "service_type": "service_type", "sex": "sex", "statelessness": "statelessness",
    "referral.status": "referral_status",
    "trafficking_signs": "trafficking_sign", "urgent": "urgent_need",
    "verification": "verification", "polarity": "polarity", "observation.level": "level",
    **dict.fromkeys(DOMAINS, "wg_answer"),
}  # fmt: skip
COUNTRIES = {"nationality", "other_nationalities", "country"}
LANGUAGES = {"language", "languages", "interpreter"}
BANDS = {"band", "decided", "proposed"}


def called(field: str) -> str:
    return str(CALLED[field])


def in_words(record: models.Model, name: str) -> str:
    """What the field holds, as one says it; empty where nothing is known."""
    value = getattr(record, f"told_{name}", None) or getattr(record, name)
    if value in (None, "", []):
        return ""
    if isinstance(value, list | tuple):
        return formats.join_list(_one(record, name, each) for each in value)
    return _one(record, name, value)


def _one(record: models.Model, name: str, value) -> str:
    listed = LISTS.get(f"{record._meta.model_name}.{name}") or LISTS.get(name)
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
    return str(getattr(value, "words", "") or value)
