"""Making a file of HTCDS that leaves: of whom, with whose consent, and how much of each.

Only cases kept to those with leave for trafficking, only those that the colleague may open with
leave, and of each person nothing without their own yes: to be counted without a name, or to be
shared with the organization that receives it.
"""

from collections.abc import Iterator
from itertools import batched, chain

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case

from ..models import HtcdsExport, HtcdsImportedRecord, TraffickingRecord
from ..models.htcds import GROUP
from .case_records import AT_ONCE, record_from_case
from .file_reader import written
from .merging import merge_records
from .profiles import PROFILES, Profile
from .records import HtcdsRecord, from_json

NAMELESS = ("reporting", "research")
NAMED = ("share_services", "share_authorities", "transfer")
MOST = 5000
TOGETHER = 100


def exportable_records(user: User):
    """Everybody on their way out of exploitation whose file opens to them, by leave."""
    cases = Case.objects.accessible_to(user).filter(
        confidentiality=GROUP, team__office__in=offices_of(user)
    )
    known = TraffickingRecord.objects.accessible_to(user).filter(case__in=cases).order_by("pk")
    return known.select_related("case__team__office__organization", "case__owner", "person")


def offices_of(user: User) -> list[int]:
    """Where they have access to trafficking cases."""
    return user.offices_for_group(GROUP)


def create_export(
    user: User, *, profile: str, shape: str, purpose: str, recipient: Organization | None = None
) -> HtcdsExport:
    """Make the file and keep it sealed; with a name only for somebody, and only by their yes."""
    chosen = PROFILES[profile]
    _must_fit(chosen, purpose, recipient)
    ways = list(exportable_records(user)[: MOST + 1])
    if len(ways) > MOST:
        raise Refusal(_("These are more people than one file may hold. Ask your administrator."))
    going = [way for way in ways if _agrees(way, purpose, recipient)]
    if not going:
        raise Refusal(_("Nobody whose file you may open has agreed to this. No file was made."))
    records = (chosen.of(record) for record in _records(going, chosen))
    pieces = written(shape, records, chosen.keeps(), tells_all=chosen.names_people)
    return HtcdsExport.keep(
        pieces, by=user, cases=list(dict.fromkeys(way.case for way in going)), people=len(going),
        left_out=len(ways) - len(going), profile=profile, shape=shape, purpose=purpose,
        recipient=recipient if chosen.names_people else None,
    )  # fmt: skip


def _must_fit(profile: Profile, purpose: str, recipient: Organization | None) -> None:
    if profile.names_people and (recipient is None or purpose not in NAMED):
        raise Refusal(_("Say which organization receives the names, and for what."))
    if not profile.names_people and purpose not in NAMELESS:
        raise Refusal(_("Without names it leaves for reports or for research."))


def _agrees(way: TraffickingRecord, purpose: str, recipient: Organization | None) -> bool:
    if purpose in NAMELESS:
        return way.person.consents_to(purpose, controller=way.case.organization)
    return recipient is not None and way.person.consents_to(purpose, recipient)


def _records(ways: list[TraffickingRecord], profile: Profile) -> Iterator[HtcdsRecord]:
    """Without names the keys are numbers: nobody finds a file here again by them."""
    known = chain.from_iterable(map(_read, batched(ways, TOGETHER, strict=False)))
    for number, (way, row) in enumerate(known, 1):
        record = record_from_case(way)
        if row:
            record = merge_records(from_json(row.original), from_json(row.then), record)
        named = record.id or way.ref.hex
        record.id = named if profile.names_people else str(number)
        yield record


def _read(
    ways: tuple[TraffickingRecord, ...],
) -> Iterator[tuple[TraffickingRecord, HtcdsImportedRecord | None]]:
    """Some of them at a time, each with the record that it came from, if it did."""
    prefetch_related_objects(ways, *AT_ONCE)
    brought = HtcdsImportedRecord.objects.filter(case__in=[way.case_id for way in ways])
    rows = {(row.case_id, row.person_id): row for row in brought}
    for way in ways:
        yield way, rows.get((way.case_id, way.person_id))
