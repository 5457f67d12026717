"""Two papers for who goes home: the declaration in plain words, and what they take along."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office
from amparo.foundation.core.pdf import paper_of
from amparo.foundation.people.models import Person
from amparo.ui import formats

from .models import Leg, ReturnJourney, TravelAssistance, Traveller

PAGE = Path(__file__).parent / "templates" / "returns" / "paper" / "paper.typ"
ESCORTS = (
    TravelAssistance.Kind.OPERATIONAL,
    TravelAssistance.Kind.MEDICAL,
    TravelAssistance.Kind.SOCIAL,
)


def declaration(traveller: Traveller) -> bytes:
    """What they declare, to be read aloud, and a place for a signature or a thumbprint."""
    journey, person = traveller.journey, traveller.person
    said = _for_a_child(person) if traveller.is_child else _for_oneself(person)
    return paper_of(
        PAGE,
        _document_data(
            journey, _("Declaration of voluntary return"), opening=said["opening"],
            statements=_statements(journey, is_child=traveller.is_child),
            signs=[
                said["sign"], _("Witness or interpreter: name and signature"),
                _("For the office: name and signature"), _("Place and date"),
            ],
            closing=[_("One copy stays with you. Keep it where only you can find it.")],
        ),
    )  # fmt: skip


def _for_oneself(person: Person) -> dict[str, Any]:
    return {
        "opening": [_("I, %(name)s, declare:") % {"name": person.name}],
        "sign": _("Signature or thumbprint"),
    }


def _for_a_child(person: Person) -> dict[str, Any]:
    opening = _("I, who am responsible for the child %(name)s, declare:") % {"name": person.name}
    return {"opening": [opening], "sign": _("Signature or thumbprint of the guardian")}


def _statements(journey: ReturnJourney, *, is_child: bool) -> list[str]:
    country = {"country": formats.country_name(journey.country)}
    if is_child:
        return [
            _("The child goes to %(country)s. Nobody forces or presses us to it.") % country,
            _("The child was asked, in words that fit their age, and may say no."),
            *_common(),
        ]
    return [
        _("I want to go to %(country)s. Nobody forces or presses me to it.") % country,
        *_common(),
    ]


def _common() -> list[str]:
    return [
        _("It was explained to me what awaits us there and on the way, and I could ask."),
        _("I know what else is possible: to stay, to ask for asylum, to put papers in order."),
        _("I can change my mind at any time until departure. Nobody may treat us worse for it."),
        _("All of it was explained in a language that I understand well."),
        _("Whether the office there may read what is written about us is asked separately. "
          "I may say no to it, and go all the same."),
    ]  # fmt: skip


def pack(journey: ReturnJourney, people: list[Person]) -> bytes:
    """Who travels, which way, what they carry, whom to call, and what is their right."""
    parts = [
        _people(people, journey), _way(journey), *_helps(journey), _whom_to_call(journey),
        _rights(),
    ]  # fmt: skip
    opening = [_("Have a safe journey. Keep this paper with you.")]
    return paper_of(
        PAGE, _document_data(journey, _("For your journey"), opening=opening, parts=parts)
    )


def _part(title: str, lines: list[str] = (), heads: list[str] = (), rows: list = ()) -> dict:  # type: ignore[assignment]
    return {"title": title, "lines": list(lines), "heads": list(heads), "rows": list(rows)}


def _people(people: list[Person], journey: ReturnJourney) -> dict:
    day = journey.leaves_on or journey.case.office.today()
    names = [
        formats.join_list((person.name, _("child"))) if person.is_child(day) else person.name
        for person in people
    ]
    return _part(_("Travellers"), names)


def _way(journey: ReturnJourney) -> dict:
    legs = journey.legs.standing().order_by("leaves_at")
    heads = [
        pgettext("journey", "Origin"),
        pgettext("journey", "Destination"),
        _("Leaves"),
        _("Arrival time"),
        pgettext("journey", "Carrier"),
    ]
    note = _("All times are on the clock of %(office)s.") % {"office": journey.case.office.name}
    return _part(_("Itinerary"), [note], heads, [_row(leg, journey.case.office) for leg in legs])


def _row(leg: Leg, office: Office) -> list[str]:
    times = [_time(moment, office) for moment in (leg.leaves_at, leg.arrives_at)]
    return [leg.leaves_from, leg.goes_to, *times, f"{leg.carrier} {leg.number}".strip()]


def _time(moment: datetime, office: Office) -> str:
    here = localtime(moment, office.zone)
    return formats.join_list((formats.day(here.date()), formats.clock(here.time())))


def _helps(journey: ReturnJourney) -> list[dict]:
    standing = list(journey.provisions.standing().order_by("pk"))
    escorts = [each.text for each in standing if each.kind in ESCORTS]
    medicines = [each.text for each in standing if each.kind == TravelAssistance.Kind.MEDICINES]
    rest = [
        each.text for each in standing
        if each.kind not in (*ESCORTS, TravelAssistance.Kind.MEDICINES)
    ]  # fmt: skip
    told = (
        (_("Who accompanies you"), escorts), (_("Medicines you carry"), medicines),
        (_("Travel assistance"), rest),
    )  # fmt: skip
    return [_part(title, lines) for title, lines in told if lines]


def _whom_to_call(journey: ReturnJourney) -> dict:
    office = journey.case.office
    lines = [formats.join_list((office.organization.name, office.name))]
    if journey.to_team:
        there = journey.to_team.office
        lines.append(formats.join_list((there.organization.name, there.name)))
    lines.append(_("Telephone numbers, written by hand: ____________________________"))
    return _part(_("Whom to call"), lines)


def _rights() -> dict:
    return _part(
        _("What is your right"),
        [
            _("Until you leave you can change your mind, without giving a reason."),
            _("Your papers and your telephone are yours. Nobody may keep them from you."),
            _("If you are in danger, or afraid to continue, tell whoever accompanies you."),
            _("You may complain about us, and lose no help by it."),
            _("You may ask what is written about you, and have it put right."),
        ],
    )


def _document_data(
    journey: ReturnJourney, title: str, *, opening: list[str], statements: list[str] = (),  # type: ignore[assignment]
    parts: list[dict] = (), signs: list[str] = (), closing: list[str] = (),  # type: ignore[assignment]
) -> dict[str, Any]:  # fmt: skip
    office = journey.case.office
    return {
        "title": title, "opening": opening, "statements": list(statements), "parts": list(parts),
        "signs": list(signs), "closing": list(closing),
        "office": "" if journey.case.is_restricted else office.organization.name,
        "printed": formats.with_year(localtime(now()).date()),
    }  # fmt: skip
