"""Papers of a search: what a relative told, for themselves; and the paper of a handover."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.pdf import paper_of
from amparo.ui import formats

from .models import Reunification, SoughtPerson, TracingRequest

PAGE = Path(__file__).parent / "templates" / "family_tracing" / "paper.typ"
type Facts = list[tuple[str, str]]


def inquirer_copy(request: TracingRequest) -> bytes:
    """Nothing of what was found: that is told in person, when the person allows it."""
    word = request.word
    consent = _("Not asked yet")
    if word is not None:
        consent = _("You agree") if word.agreed else _("You do not agree")
    about: Facts = [
        (pgettext("tracing request", "Number"), request.number),
        (_("Name"), request.name),
        (_("Day"), formats.with_year(request.at.astimezone(request.office.zone).date())),
        (_("How to reach you safely"), codes.label("safe_channel", request.safe_channel)),
        (_("Number or address"), request.contact),
        (pgettext("contact", "Precautions"), request.safe_contact),
        (_("Consent to tracing"), consent),
    ]
    parts = [
        (_("Person you are looking for"), _about(each)) for each in request.sought.order_by("pk")
    ]
    closing = [
        _("You can take your consent back at any time. Say it to the office, in any way."),
        _("Nobody can promise that somebody is found, or that they want to be found."),
    ]
    return _paper(_("What you told us about your family"), request.office, about, parts, closing)


def _about(sought: SoughtPerson) -> Facts:
    return [
        (_("Relationship"), codes.label("family_relation", sought.relation)),
        (_("Name"), sought.name),
        (_("Name in its own script"), sought.original_name),
        (_("Alias"), formats.join_list(sought.aliases or [])),
        (_("Name of the father"), sought.father_name),
        (_("Name of the mother"), sought.mother_name),
        (_("Year of birth"), str(sought.birth_year or "")),
        (_("How you were separated"), codes.label("separation_cause", sought.cause)),
        (_("Date last seen"), sought.last_seen_when),
        (_("Place last seen"), sought.last_seen_where),
        (_("How it happened"), sought.circumstances),
    ]


def handover_form(reunion: Reunification) -> bytes:
    """To be signed by both: what is known of it, and room for a signature or a thumb."""
    done = getattr(reunion, "handover", None)
    day = done.on if done else reunion.planned_on
    about: Facts = [
        (_("Case"), reunion.case.number),
        (_("Who is handed over"), reunion.person.name),
        (_("Day"), formats.with_year(day) if day else ""),
        (_("Place"), done.place if done else reunion.place),
        (_("Handed over by"), done.handed_by if done else ""),
        (_("Who receives"), done.received_by if done else reunion.received_by),
        (_("Documents handed over"), done.documents if done else ""),
    ]
    closing = [
        _("Both wish it, freely, and know how to reach the office when they need it."),
        _("Whoever cannot or does not want to sign gives a thumbprint, or says yes before two."),
    ]
    signs = [
        _("Signature or thumbprint of who is handed over"),
        _("Signature or thumbprint of who receives"),
        _("Signature of who hands over"),
    ]
    return _paper(_("Handover to the family"), reunion.case.office, about, [], closing, signs)


def _paper(
    title: str, office, about: Facts, parts: list[tuple[str, Facts]], closing: list[str],
    signs: list[str] | None = None,
) -> bytes:  # fmt: skip
    told: dict[str, Any] = {
        "title": title,
        "office": formats.join_list((office.organization.name, office.name)),
        "printed": formats.with_year(now().astimezone(office.zone).date()),
        "about": _filled(about),
        "parts": [(heading, _filled(facts)) for heading, facts in parts],
        "closing": closing,
        "signs": signs or [],
    }
    return paper_of(PAGE, told)


def _filled(facts: Facts) -> Facts:
    return [(name, value) for name, value in facts if value]
