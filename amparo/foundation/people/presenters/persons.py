"""Presenter of a person for one reader: every part fetched once, when the page comes to it."""

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.core.permissions.masking import MASKED, mask, mask_all, visible_classes
from amparo.foundation.core.permissions.rules import annotate_permissions, permissions_on
from amparo.ui import formats

from ..household_suggestions import HouseholdSuggestion, suggest_household_members
from ..merged_records import MergedPerson, MergedRecord, contents_of_records, load_merges
from ..models import (
    Consent,
    ConsentException,
    Contact,
    Disclosure,
    Family,
    FamilyMember,
    IdentityDocument,
    Person,
    WashingtonGroupAnswers,
)

MAX_READINGS, MAX_MESSAGES, MAX_MEMBERS, MAX_PARTS = 10, 5, 100, 50
DOCUMENTS = IdentityDocument.objects.order_by("pk")
CONTACTS = Contact.objects.order_by("-is_safe", "pk")


class PersonPresenter:
    """The parts of a person's file for one reader; templates call it `presenter`.

    With it are read the files that were joined to it, unless it is asked for `by_itself`.
    """

    def __init__(self, person: Person, user: User, *, by_itself: bool = False):
        self.person = person
        self.user = user
        self.by_itself = by_itself

    @cached_property
    def seen(self) -> frozenset[str]:
        """The classes of values that this reader may read."""
        return visible_classes(self.user, self.person)

    @cached_property
    def shown(self) -> Person:
        """The person as this reader may read them: what a page says goes through here."""
        return mask(self.person, self.seen)

    @cached_property
    def verbs(self) -> frozenset[str]:
        return permissions_on(self.person, self.user)

    @property
    def may_see(self) -> bool:
        """The file itself, and not only what was shared of it."""
        return "see" in self.verbs

    @property
    def may_work(self) -> bool:
        return "work" in self.verbs

    @property
    def may_approve(self) -> bool:
        return "approve" in self.verbs

    # Who they are.

    @property
    def age(self) -> str:
        return age_text(self.shown) if "identity" in self.seen else str(MASKED)

    @property
    def born(self) -> str:
        return birth_text(self.shown) if "identity" in self.seen else str(MASKED)

    @property
    def is_child(self) -> bool:
        return self.person.is_child(localdate())

    @property
    def nationalities(self) -> str:
        if "identity" not in self.seen:
            return str(MASKED)
        found = [self.person.nationality, *self.person.other_nationalities]
        return formats.join_list(formats.country_name(code) for code in found if code)

    @property
    def spoken(self) -> str:
        return formats.join_list(formats.language_name(code) for code in self.person.languages)

    @property
    def interpreter(self) -> str:
        """The language that has to be interpreted."""
        return formats.language_name(self.person.interpreter) if self.person.interpreter else ""

    @property
    def safe_channel_label(self) -> str:
        if "contact" not in self.seen:
            return str(MASKED)
        return codes.label("safe_channel", self.person.safe_channel)

    # The other files of the same person.

    @cached_property
    def merged(self) -> MergedPerson:
        return MergedPerson(self.person, self.user, by_itself=self.by_itself)

    @cached_property
    def merged_records(self) -> list["MergedRecordPresenter"]:
        """Each file read with this one, with what tells it apart and what lies in it."""
        lies = (
            contents_of_records(self.merged.others, self.user)
            if self.merged.merged_records
            else {}
        )
        return [
            MergedRecordPresenter(each, self.user, lies[each.person.pk])
            for each in self.merged.merged_records
        ]

    @cached_property
    def worked_on(self) -> frozenset[int]:
        """The files in which this reader may change something."""
        return self.merged.worked_on | ({self.person.pk} if self.may_work else set())

    # What lies in their file.

    @cached_property
    def documents(self) -> list:
        return self._of_all_files(DOCUMENTS.filter(person__in=self.merged.records)[:MAX_PARTS])

    @cached_property
    def contacts(self) -> list:
        return self._of_all_files(CONTACTS.filter(person__in=self.merged.records)[:MAX_PARTS])

    def _of_all_files(self, found: Iterable) -> list:
        """Each with what this reader may read of the file in which it lies."""
        seen = {each.pk: visible_classes(self.user, each) for each in self.merged.others}
        seen[self.person.pk] = self.seen
        return [mask(each, seen[each.person_id]) for each in found if each.person_id in seen]

    @cached_property
    def messages(self) -> list:
        """The latest texts to their telephone, and what became of them."""
        found = self.person.messages.prefetch_related("status_changes", "replies")
        return mask_all(found.order_by("-at", "-pk")[:MAX_MESSAGES], self.seen)

    @cached_property
    def functioning(self):
        if "medical" not in self.seen:
            return None
        asked = WashingtonGroupAnswers.objects.filter(
            person__in=self.merged.records
        ).select_related("by")
        return asked.order_by("asked_on", "pk").last()

    @property
    def difficulties(self) -> list[tuple[str, str]]:
        """Each domain of the six questions, and the answer in words."""
        names = {
            "seeing": _("Seeing"), "hearing": _("Hearing"), "walking": _("Walking"),
            "remembering": _("Remembering"), "self_care": _("Caring for oneself"),
            "communicating": _("Communicating"),
        }  # fmt: skip
        return [
            (
                names[domain],
                codes.label("wg_answer", str(answer))
                if answer
                else pgettext("functioning question", "Not asked"),
            )
            for domain, answer in self.functioning.answers.items()
        ]

    @cached_property
    def families(self) -> list["FamilyLine"]:
        own = FamilyMember.objects.filter(person__in=self.merged.records).values("family")
        found = Family.objects.accessible_to(self.user).filter(pk__in=own).order_by("pk")
        mine = Person.objects.accessible_to(self.user)
        members = FamilyMember.objects.filter(family__in=found.values("pk")[:5], person__in=mine)
        rows = members.select_related("person", "separation", "family__head")
        by_family = groupby(rows.order_by("family", "pk"), key=lambda each: each.family)
        return [
            FamilyLine(family, list(each)[:MAX_MEMBERS], self.merged.records)
            for family, each in by_family
        ]

    @cached_property
    def may_belong_together(self) -> list[HouseholdSuggestion]:
        """People of whom one may ask whether they are one household; only who works here asks."""
        if not self.may_work or "contact" not in self.seen:
            return []
        return suggest_household_members(self.person, self.user, but=self.merged.others)

    @cached_property
    def consents(self) -> list[Consent]:
        """The last word on each purpose and recipient, in the order in which they are asked."""
        order = {term.code: at for at, term in enumerate(codes.terms("consent_scope"))}
        found = Consent.objects.of(self.person).latest_answers()
        found = found.select_related("by", "document_file")[:100]
        return sorted(found, key=lambda each: (order.get(each.purpose, 99), each.pk))

    @property
    def last_conversation(self) -> Consent | None:
        return max(self.consents, key=lambda each: (each.given_on, each.pk), default=None)

    @property
    def consent_without_document(self) -> Consent | None:
        return next((each for each in self.consents if each.is_document_missing), None)

    @cached_property
    def exception(self) -> ConsentException | None:
        if not getattr(self.person, "has_exceptions", True):
            return None
        found = self.person.exceptions.select_related("review", "asked_by")
        return found.order_by("asked_at", "pk").last()

    @cached_property
    def disclosures(self) -> list[Disclosure]:
        """What other organizations received of them, the latest first."""
        found = Disclosure.objects.accessible_to(self.user).filter(person=self.person)
        return list(found.select_related("organization").order_by("-pk")[:50])

    @cached_property
    def openings(self) -> list[AuditEntry]:
        """Who opened this file lately; for those who answer for it."""
        if not self.may_approve:
            return []
        found = AuditEntry.objects.of_file(self.person.ref).reads().select_related("by")
        newest: dict[tuple, AuditEntry] = {}
        for entry in found.order_by("-at")[:100]:  # one line a colleague and day
            newest.setdefault((entry.by_id, entry.at.date()), entry)
        return list(newest.values())[:MAX_READINGS]


def load_permissions(*files: PersonPresenter) -> None:
    """Fetches for several files of one reader what may be done to each and what was merged into
    it, in a query for each kind and not for each file.
    """
    user = files[0].user
    load_merges([file.merged for file in files])
    people = Person.objects.filter(pk__in=[file.person.pk for file in files])
    verbs = {each.pk: permissions_on(each, user) for each in annotate_permissions(people, user)}
    for file in files:
        file.verbs = verbs.get(file.person.pk, frozenset())


def load_parts(*files: PersonPresenter) -> None:
    """The same for their documents and ways to reach."""
    records = [record for file in files for record in file.merged.records]
    most = MAX_PARTS * len(files)
    documents = list(DOCUMENTS.filter(person__in=records)[:most])
    contacts = list(CONTACTS.filter(person__in=records)[:most])
    for file in files:
        file.documents = file._of_all_files(documents)
        file.contacts = file._of_all_files(contacts)


class FamilyLine:
    """One family of a person, with the members that the reader may see."""

    def __init__(self, family: Family, members: list, files: list[Person]):
        own = {person.pk for person in files}
        self.family = family
        self.members = members
        self.others = [member for member in members if member.person_id not in own]


class MergedRecordPresenter:
    """One file that was joined to the one on the page, as this reader may read it."""

    def __init__(self, joined: MergedRecord, user: User, lies_in_it: list[str]):
        self.merge = joined.merge
        self.presenter = PersonPresenter(joined.person, user, by_itself=True)
        self.lies_in_it = formats.join_list(lies_in_it)

    @property
    def person(self) -> Person:
        return self.presenter.shown

    @property
    def line(self) -> str:
        return (
            distinguishing_line(self.presenter.shown)
            if "identity" in self.presenter.seen
            else str(MASKED)
        )


def visible_members(family: Family, user: User) -> list[FamilyMember]:
    """The members whose files the reader may open, a hundred at most; of the others nothing is
    said.
    """
    found = family.members.filter(person__in=Person.objects.accessible_to(user))
    return list(found.select_related("person", "separation").order_by("pk")[:MAX_MEMBERS])


def age_text(person: Person) -> str:
    """`34 years`, `about 30 years`, and whether it is disputed."""
    age = person.age(localdate())
    if age is None:
        return _("Age disputed") if person.is_age_disputed else ""
    years = ngettext("%(count)s year", "%(count)s years", age) % {"count": age}
    if person.birth_precision in (Person.Precision.YEAR, Person.Precision.ESTIMATED):
        years = _("about %(years)s") % {"years": years}
    return _("%(years)s, disputed") % {"years": years} if person.is_age_disputed else years


def birth_text(person: Person) -> str:
    """`14 Mar 1992`, `Mar 1992`, `1992`, `about 1992`: never more exact than what is known."""
    if person.birth_date and person.birth_precision == Person.Precision.MONTH:
        return formats.month(person.birth_date)
    if person.birth_date:
        return formats.day(person.birth_date)
    if person.birth_year and person.birth_precision == Person.Precision.ESTIMATED:
        return _("about %(years)s") % {"years": person.birth_year}
    return str(person.birth_year or "")


def distinguishing_line(person: Person) -> str:
    """What tells people of one name apart: age, sex, nationality."""
    nationality = formats.country_name(person.nationality) if person.nationality else ""
    parts = (age_text(person), codes.label("sex", person.sex) if person.sex else "", nationality)
    return " · ".join(part for part in parts if part)
