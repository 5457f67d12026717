"""What apps add to links: kinds of records that are linked, and sources of counted patterns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amparo.foundation.core.registry import ExtensionList, Registry

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from amparo.foundation.core.accounts.organizations import Office, Organization
    from amparo.foundation.core.accounts.users import User
    from amparo.foundation.core.records import Record
    from amparo.foundation.people.models import Place

    from .chain import PatternLine
    from .models import Pattern
    from .rollup import UnmetCase


@dataclass(frozen=True)
class LinkedRecord:
    """One end of a link as a reader finds it. `state` says how it stands, in words; `tone` is ""
    or one of "good", "warn", "late".
    """

    ref: UUID
    title: str
    url: str
    state: str = ""
    tone: str = ""


@dataclass(frozen=True)
class LinkKind:
    """A kind of records that stand at an end of a link.

    `records` are those that a user may see; `describe` returns them as readers find them, in a
    fixed number of queries. `may_be_restricted`: some are kept to a circle, and links with these
    are shown to it alone. `says_basis_itself`: its app says on what its records rest.
    """

    label: str | Promise
    records: Callable[[User], QuerySet]
    describe: Callable[[Iterable[Any], User], list[LinkedRecord]]
    may_be_restricted: bool = False
    says_basis_itself: bool = False


type PatternSource = Callable[[date], Iterator[UnmetCase]]

link_kinds: Registry[str, LinkKind] = Registry(
    "link_kinds",
    """Kinds of records that links join across pillars, by the code that a link keeps.

    A kind that no app registers is absent: its links are not shown, and not broken.
    """,
    register_in="apps.py",
    takes=LinkKind,
)
pattern_sources: ExtensionList[PatternSource] = ExtensionList(
    "pattern_sources",
    """Sources of counted patterns of unmet needs.

    Each returns the unmet needs of a month, given its first day, once for each case and type of
    service.
    """,
    register_in="apps.py",
    takes="Callable[[date], Iterator[UnmetCase]]",
)


@dataclass(frozen=True, slots=True)
class CaseAtInstitution:
    """That one case came to an institution about a right, and whether it found help there.

    `key` as in `UnmetCase`; `organization` is the key of the institution. `is_lost`: it was
    declined for a reason that knowing more could change, or nobody answered in time.
    """

    key: int
    organization: int
    right: str
    is_lost: bool


type InstitutionCaseSource = Callable[[datetime, datetime], Iterator[CaseAtInstitution]]

institution_case_sources: ExtensionList[InstitutionCaseSource] = ExtensionList(
    "institution_case_sources",
    """Sources of how cases fare at institutions.

    Each returns the cases that came to institutions between two moments, once for each right. Only
    rounded counts of at least five of them may be shown.
    """,
    register_in="apps.py",
    takes="Callable[[datetime, datetime], Iterator[CaseAtInstitution]]",
)


@dataclass(frozen=True)
class DeskFigure:
    """A number above the desk of an institution, and what stands beside it: `more`. `tone` is ""
    or "behind".
    """

    value: int | str
    label: str
    url: str = ""
    more: str = ""
    tone: str = ""


@dataclass(frozen=True)
class InstitutionPanel:
    """A part of the desk of an institution: its template, and what it shows as `shown`. What waits
    for an answer `is_first`: it stands above everything else. Its `figures` stand above the desk.
    """

    template: str
    context: object
    is_first: bool = False
    figures: tuple[DeskFigure, ...] = ()


type InstitutionPanels = Callable[[User, Organization], InstitutionPanel | None]

institution_panels: ExtensionList[InstitutionPanels] = ExtensionList(
    "institution_panels",
    """Parts of the desk of an institution, in order.

    Each is made for one of its people, or is None where there is nothing for them.
    """,
    register_in="apps.py",
    takes="Callable[[User, Organization], InstitutionPanel | None]",
)


@dataclass(frozen=True)
class BrokenLink:
    """Where the chain breaks: why, and at which record. `weight` orders: how many cases wait
    behind it.
    """

    reason: str
    title: str
    url: str
    weight: int = 0


type ChainCheck = Callable[[User, Sequence[PatternLine], date], list[BrokenLink]]

chain_checks: ExtensionList[ChainCheck] = ExtensionList(
    "chain_checks",
    """Checks of the chain of a region.

    Each returns where it breaks, given its patterns, for one reader.
    """,
    register_in="apps.py",
    takes="Callable[[User, Sequence[PatternLine], date], list[BrokenLink]]",
)


@dataclass(frozen=True)
class CountedShare:
    """How often something was so, of how often it could have been: a key of 64 bits for each
    record, by which numbers are rounded. Keys name nobody.
    """

    counted: tuple[int, ...] = ()
    of: tuple[int, ...] = ()


type InstitutionCount = Callable[[Collection[int], date, date], Mapping[int, CountedShare]]


@dataclass(frozen=True)
class InstitutionFigure:
    """What an app knows of how institutions act: `count` returns it by organization, for records
    that began from the first to the last day, both included. `of_label` names what it is of.
    """

    label: str | Promise
    of_label: str | Promise
    count: InstitutionCount


institution_figures: Registry[str, InstitutionFigure] = Registry(
    "institution_figures",
    """What is known of how institutions act, counted for a time, by the name of the figure.

    Pages suppress small numbers: a count is never shown as it is.
    """,
    register_in="apps.py",
    takes=InstitutionFigure,
)

type PlaceCount = Callable[[Collection[int], date, date], Mapping[date, tuple[int, ...]]]


@dataclass(frozen=True)
class PlaceFigure:
    """What an app knows of what people ask for in places: `count` returns for each day, from the
    first to the last, a key of 64 bits for each record, by which numbers are rounded. Keys name
    nobody.
    """

    label: str | Promise
    count: PlaceCount


place_figures: Registry[str, PlaceFigure] = Registry(
    "place_figures",
    """What people ask for in places, counted by day, by the name of the figure.

    Given the keys of the places, with all that lies in them. Pages suppress small numbers, and say
    "during" and never "because of": a count is never shown as it is.
    """,
    register_in="apps.py",
    takes=PlaceFigure,
)


@dataclass(frozen=True)
class PatternAction:
    """Something that a reader may begin from a pattern of unmet needs."""

    label: str
    url: str
    icon: str


type PatternActions = Callable[[User, Pattern], PatternAction | None]

pattern_actions: ExtensionList[PatternActions] = ExtensionList(
    "pattern_actions",
    """What may be begun from the page of a pattern.

    Each is an action of one reader, or None where they may not.
    """,
    register_in="apps.py",
    takes="Callable[[User, Pattern], PatternAction | None]",
)


@dataclass(frozen=True)
class AgreedCommitment:
    """What duty bearers agreed to do when they were asked: `lead` is who answers for it."""

    office: Office
    text: str
    language: str
    bearers: Sequence[Organization]
    lead: Organization
    agreed_on: date
    right: str
    deadline: date | None = None
    place: Place | None = None


@dataclass(frozen=True)
class CommitmentMaker:
    """How what was agreed becomes a record that is followed up: the kind of the record, the
    permission that it takes, and what makes it.
    """

    kind: str
    permission: str
    make: Callable[[User, AgreedCommitment], Record]


commitment_makers: ExtensionList[CommitmentMaker] = ExtensionList(
    "commitment_makers",
    """What makes a record of follow-up from what duty bearers agreed to; the first one is used.

    Without any, what was agreed stands where it was agreed, and is followed up nowhere.
    """,
    register_in="apps.py",
    takes=CommitmentMaker,
)

type PublishedCommitments = Callable[[Collection[Organization]], list[LinkedRecord]]

published_commitments: ExtensionList[PublishedCommitments] = ExtensionList(
    "published_commitments",
    """What institutions undertook, as far as it was published.

    Each returns at most twenty, for papers that leave the house: never what is not public.
    """,
    register_in="apps.py",
    takes="Callable[[Collection[Organization]], list[LinkedRecord]]",
)
