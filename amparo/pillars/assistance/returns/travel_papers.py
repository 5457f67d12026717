"""What one of those who travel lacks to cross the borders: a document seen, a child's permission.

Computed from what is on record, for the last day of the way, and said in words that name nobody;
whoever shows them puts the name before them, where the reader may know it.
"""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.people.models import Person
from amparo.ui import formats as speech

from .models.exit_permissions import COUNTS_FOR, DAYS, ExitPermission, people_going
from .models.journeys import ReturnJourney
from .models.provisions import TravelDocument


def document_lack(journey: ReturnJourney, person: int) -> str:
    """Says what is wrong with the travel documents of this person; "" where one holds."""
    day = journey.arrives_on() or journey.case.office.today()
    held = TravelDocument.objects.latest_of(journey).filter(traveller__person=person)
    issued = [each for each in held if each.status == TravelDocument.Status.ISSUED]
    if any(each.is_valid_on(day) for each in issued):
        return ""
    if not issued:
        return _("No travel document is issued yet. Note it here once you have seen it.")
    return " ".join(_what_is_wrong(each, day) for each in issued)


def _what_is_wrong(document: TravelDocument, day: date) -> str:
    said = {"document": codes.label("document_kind", document.kind)}
    if document.seen_on is None:
        return (
            _("%(document)s: nobody has seen it yet. Look at it, and note the day and its expiry.")
            % said
        )
    if document.good_until is None:
        return _("%(document)s: until when it holds is not noted. Note its expiry.") % said
    said |= {"expiry": speech.with_year(document.good_until), "day": speech.with_year(day)}
    return (
        _(
            "%(document)s: it runs out on %(expiry)s, and they arrive on %(day)s. They need one "
            "that holds on that day."
        )
        % said
    )


def exit_permission_lack(
    journey: ReturnJourney, person: Person, counsellors: Collection[int]
) -> str:
    """Says what a child still needs to leave the country; "" where one document is enough, or
    where they turned out to be of age.

    What a parent or guardian permits who travels along does not count, nor what one of
    `counsellors`, by their keys, recorded.
    """
    case = journey.case
    if not person.counts_as_child(case.office.today()):
        return ""
    day = journey.arrives_on() or case.office.today()
    kept = ExitPermission.objects.standing().filter(
        traveller__journey=journey, traveller__person=person
    )
    held = list(kept.select_related("document", "guardianship", "traveller__person"))
    for each in held:
        each.traveller.journey = journey
    going = people_going(journey)
    of_others = [each for each in held if not each.is_by_traveller(going)]
    counted = [each for each in of_others if each.by_id not in counsellors]
    standing = [each for each in counted if not each.lacks_documents()]
    counts_for = case.rules.amount(COUNTS_FOR) or DAYS
    if any(each.last_day(counts_for) >= day for each in standing):
        return ""
    if standing:
        last = max(each.last_day(counts_for) for each in standing)
        return _(
            "The exit permission counts until %(last)s, and they arrive on %(day)s. Ask for a new "
            "one."
        ) % {"last": speech.with_year(last), "day": speech.with_year(day)}
    if held and not of_others:
        return _(
            "The exit permission is of somebody who travels on this return, and does not count. "
            "Record that of the parent or guardian who stays, or the document that shows that "
            "none is needed."
        )
    if of_others and not counted:
        return _(
            "The exit permission was recorded by who counselled them. A colleague who did not "
            "counsel them reads the document and records it too."
        )
    if held:
        return _("The document of the exit permission is not in the case any more. Add it again.")
    return _missing_permission(person)


def _missing_permission(person: Person) -> str:
    if person.birth_year is None and not person.is_age_disputed:
        return _(
            "Their age is not known, so they count as a child: record the exit permission of the "
            "parent or guardian who stays, or note their age."
        )
    return _(
        "No exit permission of the parent or guardian who stays is recorded. Record it with its "
        "document, or with the document that shows why none is needed."
    )
