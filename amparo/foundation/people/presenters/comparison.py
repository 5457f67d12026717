"""Presenters of two records side by side: a pair to review, and a merge."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.masking import MASKED
from amparo.ui import formats

from ..deduplication.statistics import trained_weights
from ..deduplication.weights import Evidence, Weights
from ..match_explanations import (
    WeightedReason,
    explain_answer,
    explain_evidence,
    explain_verdict,
)
from ..merged_records import kept_records
from ..models import (
    Contact,
    DuplicateCandidate,
    DuplicateDecision,
    Person,
    PersonAccessGrant,
)
from .persons import PersonPresenter, load_parts, load_permissions

MAX_FAMILY_NAMES = 8


@dataclass(frozen=True)
class DuplicateLine:
    """One thing that tells people apart, as each of the two files says it."""

    name: str
    left: str
    right: str
    # What was found when the two were compared.
    reasons: list[WeightedReason]

    @property
    def is_equal(self) -> bool:
        return bool(self.left) and self.left == self.right


class PairPresenter:
    """What the page of a pair shows to one reader; templates call it `two`."""

    def __init__(self, pair: DuplicateCandidate, user: User):
        self.pair = pair
        self.user = user
        self.left = PersonPresenter(pair.one, user)
        self.right = PersonPresenter(pair.other, user)
        load_permissions(self.left, self.right)
        load_parts(self.left, self.right)

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence.from_json(self.pair.evidence)

    @cached_property
    def _weights(self) -> Weights:
        return trained_weights()

    @property
    def verdict(self) -> str:
        return explain_verdict(
            self.evidence, self._weights, are_of_one_family=self._are_of_one_family
        )

    @cached_property
    def lines(self) -> list[DuplicateLine]:
        left, right = _duplicate_lines(self.left), _duplicate_lines(self.right)
        lines = [
            DuplicateLine(name, left[name], right[name], self._reasons_about(questions))
            for name, questions in _compared_lines().items()
        ]
        return [line for line in lines if line.left or line.right]

    @cached_property
    def registrations(self) -> list[DuplicateLine]:
        """Where, when and with whom each of the two was registered."""
        offices = _registering_offices([self.left.person, self.right.person])
        left, right = (
            _registration_lines(side, offices[side.person.pk]) for side in (self.left, self.right)
        )
        lines = [DuplicateLine(name, left[name], right[name], []) for name in left]
        return [line for line in lines if line.left or line.right]

    def _reasons_about(self, questions: tuple[str, ...]) -> list[WeightedReason]:
        answers = (explain_answer(self.evidence, self._weights, each) for each in questions)
        return [answer for answer in answers if answer]

    @cached_property
    def _are_of_one_family(self) -> bool:
        """Registered on one day, as members of one family that this reader may open."""
        days = {localtime(each.created_at).date() for each in (self.pair.one, self.pair.other)}
        families = [{line.family.pk for line in side.families} for side in (self.left, self.right)]
        return len(days) == 1 and bool(families[0] & families[1])

    @cached_property
    def _reasons(self) -> list[WeightedReason]:
        return explain_evidence(self.evidence, self._weights)

    @property
    def reasons_for(self) -> list[WeightedReason]:
        return [reason for reason in self._reasons if reason.speaks_for]

    @property
    def reasons_against(self) -> list[WeightedReason]:
        return [reason for reason in self._reasons if not reason.speaks_for]

    @cached_property
    def are_merged(self) -> bool:
        """Whether this reader finds both files as one already."""
        return len(kept_records((self.pair.one, self.pair.other), self.user)) == 1

    @property
    def may_decide(self) -> bool:
        """Whoever works with both files, once: a second reader is somebody else."""
        works = self.left.may_work and self.right.may_work and not self.are_merged
        return works and self.pair.is_open and not self.pair.is_read_by(self.user)

    @property
    def decisions(self) -> list[DuplicateDecision]:
        """Who decided and why; a second reader is not told what the first one said."""
        if self.pair.state == DuplicateCandidate.State.SECOND and not self.pair.is_read_by(
            self.user
        ):
            return []
        is_unread = self.pair.state == DuplicateCandidate.State.WAITING
        return [] if is_unread else list(self.pair.readings.select_related("by"))


def _compared_lines() -> dict[str, tuple[str, ...]]:
    """The lines of a comparison, and which questions were asked about each."""
    return {
        _("Name"): ("name", "given"),
        _("In the original script"): (),
        _("Also known as"): (),
        _("Date of birth"): ("birth",),
        _("Birth place"): ("birth_place",),
        _("Sex"): ("sex",),
        _("Nationality"): ("nationality",),
        _("Father"): ("father",),
        _("Mother"): ("mother",),
        _("Identity documents"): ("document",),
        _("Ways to reach them"): ("phone",),
    }


def _duplicate_lines(file: PersonPresenter) -> dict[str, str]:
    person: Person = file.shown
    values = (
        str(person.name),
        str(person.original_name or ""),
        _joined_names(person.aliases),
        file.born,
        str(person.birth_place or ""),
        codes.label("sex", person.sex) if person.sex else "",
        file.nationalities,
        str(person.father_name or ""),
        str(person.mother_name or ""),
        " · ".join(str(each.number) for each in file.documents if each.number),
        " · ".join(str(each.value) for each in file.contacts),
    )
    return dict(zip(_compared_lines(), values, strict=True))


def _registration_lines(file: PersonPresenter, offices: list[str]) -> dict[str, str]:
    with_whom = [member.person.name for family in file.families for member in family.others]
    return {
        _("Registered on"): formats.with_year(localtime(file.person.created_at).date()),
        _("Office of registration"): formats.join_list(offices),
        _("Registered together with"): formats.join_list(with_whom[:MAX_FAMILY_NAMES]),
    }


def _registering_offices(persons: list[Person]) -> dict[int, list[str]]:
    """The offices that registered each, by their keys; of a restricted file that is not noted
    any more.
    """
    here = Concat(Value("office:"), Cast("pk", CharField()))
    offices = Office.objects.annotate(grantee=here).filter(grantee=OuterRef("grantee"))
    granted = PersonAccessGrant.objects.filter(
        record__in=persons, why="registered", grantee__startswith="office:"
    ).values_list("record", Subquery(offices.values("name")[:1]))
    names = [(person, name) for person, name in granted if name]
    return {
        each.pk: sorted(name for person, name in names if person == each.pk) for each in persons
    }


def _joined_names(names) -> str:
    return " · ".join(names) if isinstance(names, list) else str(names or "")


# The lines of a merge.


@dataclass(frozen=True)
class MergeLine:
    """One thing that both files may say."""

    name: str
    one: str
    other: str

    @property
    def agrees(self) -> bool:
        return bool(self.one) and self.one.casefold() == self.other.casefold()


def merge_lines(one: PersonPresenter, other: PersonPresenter) -> list[MergeLine]:
    """All that tells people apart; what neither file says is left out."""
    pairs = zip(_record_lines(one), _record_lines(other), strict=True)
    lines = [MergeLine(name, mine, theirs) for (name, mine), (_name, theirs) in pairs]
    return [line for line in lines if line.one or line.other]


def _record_lines(file: PersonPresenter) -> list[tuple[str, str]]:
    person = file.shown
    family = " ".join(str(each) for each in (person.family_names, person.second_family_name))
    return [
        (_("Given names"), str(person.given_names)),
        (_("Family name"), family.strip()),
        (_("Name in original script"), str(person.original_name)),
        (_("Alias"), _several(person.aliases)),
        (_("Name of the father"), str(person.father_name)),
        (_("Name of the mother"), str(person.mother_name)),
        (_("Sex"), _coded("sex", person.sex)),
        (_("Date of birth"), file.born),
        (_("Place of birth"), str(person.birth_place)),
        (_("Nationality"), file.nationalities),
        (_("Languages"), file.spoken),
        (_("Identity documents"), _documents(file)),
        (_("Telephones"), _contacts(file, phones=True)),
        (_("Other ways to reach them"), _contacts(file, phones=False)),
        (_("Family"), _family(file)),
        (_("Registered on"), formats.day(file.person.created_at)),
    ]


def _several(value) -> str:
    return formats.join_list(value) if isinstance(value, list) else str(value or "")


def _coded(name: str, value) -> str:
    return str(value) if value is MASKED or not value else str(codes.label(name, value))


def _documents(file: PersonPresenter) -> str:
    return formats.join_list(
        f"{codes.label('document_kind', each.kind)} {each.number}".strip()
        for each in file.documents
    )


def _contacts(file: PersonPresenter, *, phones: bool) -> str:
    kinds = (Contact.Kind.PHONE, Contact.Kind.MESSAGE)
    found = [each for each in file.contacts if (each.kind in kinds) == phones]
    return formats.join_list(
        formats.phone(str(each.value)) if phones else str(each.value) for each in found
    )


def _family(file: PersonPresenter) -> str:
    return formats.join_list(
        member.person.name for line in file.families for member in line.others
    )
