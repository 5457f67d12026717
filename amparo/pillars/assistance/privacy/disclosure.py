"""Gathering what lies in the files of a person: what is told, what is withheld and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from amparo.foundation.core import erasure
from amparo.foundation.core.labels import label_of
from amparo.foundation.core.models import User
from amparo.foundation.core.records import Record
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.field_values import field_value_text
from amparo.pillars.assistance.cases.models import Case

from .models import DataSubjectRequest, WithheldRecord
from .privacy import cases_of_person

OF_PERSON = (
    "given_names", "family_names", "second_family_name", "original_name", "aliases",
    "father_name", "mother_name", "sex", "gender", "birth_date", "birth_precision", "birth_year",
    "birth_place", "is_age_disputed", "nationality", "other_nationalities", "statelessness",
    "migration_status", "languages", "interpreter", "literacy", "safe_channel", "safe_contact",
    "support_needs", "created_at",
)  # fmt: skip
OF_CASE = (
    "number",
    "kind",
    "status",
    "identified_on",
    "channel",
    "referred_by_text",
    "presenting_concern",
    "language",
    "interpreter",
    "keep_until",
)
# Words that were written about others as much as about the person: each takes a decision.
TAKES_A_DECISION = frozenset(("incident", "safetyalert", "conference", "finding", "approval"))


@dataclass(frozen=True)
class DisclosedRecord:
    """One record of a section."""

    record: models.Model
    fields: tuple[str, ...]
    asks: bool = False
    must_decide: bool = False
    why: str = ""

    @property
    def ref(self) -> UUID | None:
        return getattr(self.record, "ref", None)

    @property
    def facts(self) -> list[tuple[str, str]]:
        told = (
            (str(label_of(self.record, name)), field_value_text(self.record, name))
            for name in self.fields
        )
        return [(name, value) for name, value in told if value]

    @property
    def excerpt(self) -> str:
        """Enough to know which record it is and what it says."""
        return " · ".join(value for _name, value in self.facts)

    @property
    def said_why(self) -> str:
        return str(WithheldRecord.Why(self.why).label) if self.why else ""


@dataclass(frozen=True)
class DisclosureSection:
    """Records of one kind in one file; `withheld` says why none of them is told."""

    title: str
    kind: str
    file: str
    items: list[DisclosedRecord] = field(default_factory=list)
    withheld: str = ""
    stored: str = ""

    @property
    def disclosed(self) -> list[DisclosedRecord]:
        return [item for item in self.items if not item.why]

    @property
    def kept_back(self) -> list[DisclosedRecord]:
        return [item for item in self.items if item.why]


def disclosed_sections(request: DataSubjectRequest, user: User) -> list[DisclosureSection]:
    """All that this colleague may open of the person: who they are, then each file in the order
    in which it was written.
    """
    person = request.person
    why = dict(request.withheld.values_list("record_ref", "why"))
    found = [
        DisclosureSection(
            _("Who you are"), "person", "person", [DisclosedRecord(person, OF_PERSON)]
        )
    ]
    found += sorted(_of_file(person, "person", user, why), key=_begun)
    for case in own_records(person, user):
        head = DisclosedRecord(case, OF_CASE)
        name = _("Your case %(number)s") % {"number": case.number}
        found.append(DisclosureSection(name, "case", case.number, [head]))
        found += sorted(_of_file(case, case.number, user, why), key=_begun)
    if (
        cases_of_person(person)
        .accessible_to(user)
        .exclude(pk__in=own_records(person, user))
        .exists()
    ):
        title, because = (
            _("With somebody else"),
            _("You are a dependant in another person’s case: that case is theirs."),
        )
        found.append(DisclosureSection(title, "dependant", "other", withheld=because))
    return [section for section in found if section.items or section.withheld]


def own_records(person: Person, user: User) -> models.QuerySet[Case]:
    """Cases that are about the person, or about the family that they speak for."""
    mine = Case.objects.filter(person=person) | Case.objects.filter(family__head=person)
    return mine.accessible_to(user).select_related("team__office").order_by("opened_at")


def _of_file(record, file: str, user: User, why: dict) -> Iterator[DisclosureSection]:
    restricted = getattr(record, "is_restricted", False)
    for part in erasure.disclosed_models(record):
        kind = _kind(part.model)
        if part.withheld:
            if part.rows(record).exists():
                yield DisclosureSection(
                    _("Not disclosed"), kind, file, withheld=str(part.withheld)
                )
            continue
        must = restricted or kind in TAKES_A_DECISION
        items = [
            DisclosedRecord(
                each,
                part.disclosed_fields,
                asks := part.must_review(each),
                asks and must,
                why.get(getattr(each, "ref", None), ""),
            )
            for each in part.rows(record).accessible_to(user).order_by("pk")  # type: ignore[attr-defined]
            if any(getattr(each, name) not in (None, "") for name in part.disclosed_fields)
        ]
        yield DisclosureSection(str(part.title), kind, file, items, stored=part.file_field)


def _begun(section: DisclosureSection) -> tuple[bool, str]:
    """References are ordered by time. What is withheld comes last."""
    return not section.items, str(section.items[0].ref) if section.items else section.kind


def _kind(model: type[models.Model]) -> str:
    """The word of the ledger for it, which stays when the model is renamed."""
    return model.audit_name if issubclass(model, Record) else model._meta.model_name or ""


def records_to_review(
    sections: list[DisclosureSection],
) -> list[tuple[DisclosureSection, DisclosedRecord]]:
    """Records whose words may name somebody else."""
    return [(section, item) for section in sections for item in section.items if item.asks]
