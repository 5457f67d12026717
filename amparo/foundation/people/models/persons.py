"""A person: their names as they bear them, and how to reach them safely."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.trust import audit, keeping
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.keeping import Erasing
from amparo.foundation.trust.models import Organization, Team, User
from amparo.foundation.trust.reach import GuardedQuerySet, Reach
from amparo.foundation.trust.refs import Referable
from amparo.foundation.trust.refusals import Refusal

from ..ages import age_at
from ..grounds import ANY, OWN_OFFICE, AskedOf, House, ground_for
from ..signals import person_changed
from .bases import SharedBasis
from .consents import Consent, ConsentException, ConsentGiven, ExceptionAsked

if TYPE_CHECKING:
    from .merges import Merge


class Person(Referable):
    """Somebody we met, as they describe themselves."""

    class Precision(models.TextChoices):
        EXACT = "exact", gettext_lazy("Exact date")
        MONTH = "month", gettext_lazy("Month and year")
        YEAR = "year", gettext_lazy("Year only")
        ESTIMATED = "estimated", gettext_lazy("Estimated")

    given_names = PersonalField()
    family_names = PersonalField()
    second_family_name = PersonalField()
    original_name = PersonalField()
    aliases = PersonalField(kind="json")
    father_name = PersonalField()
    mother_name = PersonalField()
    sex = models.CharField(max_length=10, blank=True)
    gender = PersonalField()
    birth_date = PersonalField(kind="date")
    birth_precision = models.CharField(max_length=10, choices=Precision, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_place = PersonalField()
    is_age_disputed = models.BooleanField(default=False)
    nationality = models.CharField(max_length=2, blank=True)
    other_nationalities = models.JSONField(default=list, blank=True)
    statelessness = models.CharField(max_length=20, blank=True)
    migration_status = models.CharField(max_length=40, blank=True)
    languages = models.JSONField(default=list, blank=True)
    interpreter = models.CharField(max_length=10, blank=True)
    literacy = models.CharField(max_length=20, blank=True)
    safe_channel = models.CharField(max_length=20, blank=True)
    safe_contact = PersonalField()
    support_needs = PersonalField()
    basis = models.ForeignKey(
        SharedBasis, models.PROTECT, null=True, blank=True, related_name="persons"
    )
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)
    # Without a case: until when the file is kept.
    keep_until = models.DateField(null=True, editable=False)

    crypto_label = "person"
    audit_name = "person"
    personal = (
        "given_names", "family_names", "second_family_name", "original_name", "aliases",
        "father_name", "mother_name", "gender", "birth_date", "birth_place", "safe_contact",
        "support_needs",
    )  # fmt: skip
    harmless = (
        "sex", "birth_precision", "birth_year", "is_age_disputed", "nationality",
        "other_nationalities", "statelessness", "migration_status", "languages", "interpreter",
        "literacy", "safe_channel", "created_at", "updated_at", "keep_until",
    )  # fmt: skip

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["keep_until"], name="people_kept_until",
                condition=models.Q(keep_until__isnull=False),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Person {self.ref}"

    @property
    def name(self) -> str:
        """The name as one says it; where only the original script is known, that."""
        parts = (self.given_names, self.family_names, self.second_family_name)
        return " ".join(part for part in parts if part) or self.original_name or _("No name given")

    @property
    def initials(self) -> str:
        parts = [part for part in (self.given_names, self.family_names) if part]
        parts = parts or self.name.split()
        return "".join(part[0] for part in parts[:2]).upper()

    def age(self, on: date) -> int | None:
        """Full years of age on a day; from the year alone, or an estimate, about that many."""
        return age_at(on, self.birth_date, self.birth_year)

    def is_child(self, on: date) -> bool:
        """Under 18; where the age is disputed, a child until it is resolved."""
        age = self.age(on)
        return self.is_age_disputed or (age is not None and age < 18)

    def may_be_child(self, on: date) -> bool:
        """Under 18 for all that is known: of a year, a month or an estimate, the youngest."""
        if self.is_age_disputed or self.birth_year is None:
            return self.is_age_disputed
        if self.birth_date and self.birth_precision in ("", self.Precision.EXACT):
            return self.is_child(on)
        return on.year - self.birth_year <= 18

    def consents_to(
        self, purpose: str, recipient: "Organization | str" = OWN_OFFICE, *, house: AskedOf = ANY
    ) -> bool:
        """Whether `purpose` with `recipient` is allowed now: by their word, or on its grounds."""
        return ground_for(self, purpose, recipient, house=house) is not None

    @property
    def may_be_assisted(self) -> bool:
        """Whether a file may be kept: by consent, a register's basis or an exception in force."""
        return self.consents_to("case_management")

    def may_be_assisted_by(self, house: House) -> bool:
        """Whether those of one house may accompany them."""
        return self.consents_to("case_management", house=house)

    @classmethod
    @transaction.atomic
    def register(
        cls,
        *,
        by: User,
        team: Team,
        consent: ConsentGiven | None = None,
        exception: ExceptionAsked | None = None,
        basis: SharedBasis | None = None,
        documents: list[dict] = (),  # type: ignore[assignment]
        contacts: list[dict] = (),  # type: ignore[assignment]
        **fields,
    ) -> "Person":
        """Register somebody with their consent, the signed basis of a register, or by an
        exception that is reviewed.
        """
        if not (consent or exception or basis):
            raise Refusal(
                _("Nobody is registered without their consent. Ask, or record an exception.")
            )
        if consent and not consent.agrees_to("case_management"):
            raise Refusal(_("This person has not agreed to be registered. Nothing was kept."))
        person = cls(basis=basis, **fields)
        person._set_birth_year()
        person.save()
        PersonReach.objects.create(record=person, holder=f"team:{team.pk}", why="registered")
        PersonReach.objects.create(
            record=person, holder=f"office:{team.office_id}", why="registered"
        )
        person._note_particulars(documents, contacts)
        audit.note(by, "person.registered", person)
        if consent:
            Consent.record(person, consent, by=by)
        elif exception:
            ConsentException.ask(person, exception, by=by, team=team)
        return person

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        """Correct or complete what is known of them; the ledger keeps which fields, no values."""
        for name, value in fields.items():
            setattr(self, name, value)
        self._set_birth_year()
        self.updated_at = now()
        self.save()
        self.rebuild_keys()
        audit.note(by, "person.changed", self, fields=sorted(fields))
        person_changed.send(Person, person=self, fields=frozenset(fields), by=by)

    def _note_particulars(self, documents: list[dict], contacts: list[dict]) -> None:
        for document in documents:
            self.documents.create(**document)
        for contact in contacts:
            self.contacts.create(**contact)
        self.rebuild_keys()

    @transaction.atomic
    def add_document(self, *, by: User, **fields):
        document = self.documents.create(**fields)
        self.rebuild_keys()
        audit.note(by, "document.noted", self, kind=document.kind)
        return document

    @transaction.atomic
    def add_contact(self, *, by: User, **fields):
        contact = self.contacts.create(**fields)
        self.moved()
        self.rebuild_keys()
        audit.note(by, "contact.noted", self, kind=contact.kind)
        return contact

    def join(self, other: "Person", *, by: User, because: str) -> "Merge":
        """`other` is a second file of theirs: it is read here from now on, and stays whole."""
        from .merges import Merge

        return Merge.make(self, other, by=by, because=because)

    def forget(self, *, by: User, asked_by: User, office, reason: str) -> None:
        """Nothing stays, of them and of those registered with them alone: it may not be kept."""
        erasing = Erasing(why=reason, by=by, asked_by=asked_by, office=office)
        keeping.erase(self, erasing)

    def moved(self) -> None:
        """Something of them changed: who carries their file is given it anew."""
        self.updated_at = now()
        self.save(update_fields=["updated_at"])

    def rebuild_keys(self) -> None:
        from ..indexing import write

        write([self])

    def _set_birth_year(self) -> None:
        if self.birth_date:
            self.birth_year = self.birth_date.year


class PersonReach(Reach):
    """Who holds a person's file: the team that registered them, and those of their cases."""

    record = models.ForeignKey(Person, models.CASCADE, related_name="reach", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "holder", "why"], name="person_reach_once")
        ]
        indexes = [models.Index(fields=["holder", "record"], name="person_reach_by_holder")]
