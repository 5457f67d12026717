"""Persons: names, birth, safe contact, documents and contacts.

An age is never more exact than what is known.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import discreet_mode, erasure
from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.erasure import Erasure
from amparo.foundation.core.models import Organization, Team, User
from amparo.foundation.core.permissions.grants import AccessGrant, PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..extension_points import identity_changed, person_changed
from ..legal_basis import ANY, OWN_OFFICE, AnyController, Controller, legal_basis_for
from .consent_exceptions import ConsentException, ExceptionAsked
from .consents import Consent, ConsentGiven, RegisterBasis

if TYPE_CHECKING:
    from .merges import Merge


class Person(Record):
    """Somebody we met, as they describe themselves."""

    class Precision(models.TextChoices):
        EXACT = "exact", gettext_lazy("Exact date")
        MONTH = "month", gettext_lazy("Month and year")
        YEAR = "year", gettext_lazy("Year only")
        ESTIMATED = "estimated", gettext_lazy("Estimated")

    given_names = PersonalField(gettext_lazy("Given names"), is_name=True)
    family_names = PersonalField(gettext_lazy("Family name"), is_name=True)
    second_family_name = PersonalField(gettext_lazy("Second family name"), is_name=True)
    original_name = PersonalField(gettext_lazy("Name in its own script"), is_name=True)
    aliases = PersonalField(gettext_lazy("Alias"), kind="json", is_name=True)
    father_name = PersonalField(gettext_lazy("Name of the father"), is_name=True)
    mother_name = PersonalField(gettext_lazy("Name of the mother"), is_name=True)
    sex = models.CharField(gettext_lazy("Sex"), max_length=10, blank=True)
    gender = PersonalField(gettext_lazy("Gender"))
    birth_date = PersonalField(gettext_lazy("Date of birth"), kind="date")
    birth_precision = models.CharField(
        gettext_lazy("How exact the date is"), max_length=10, choices=Precision, blank=True
    )
    birth_year = models.PositiveSmallIntegerField(
        gettext_lazy("Year of birth"), null=True, blank=True
    )
    birth_place = PersonalField(gettext_lazy("Place of birth"))
    is_age_disputed = models.BooleanField(gettext_lazy("Age disputed"), default=False)
    nationality = models.CharField(gettext_lazy("Nationality"), max_length=2, blank=True)
    other_nationalities = models.JSONField(
        gettext_lazy("Other nationalities"), default=list, blank=True
    )
    statelessness = models.CharField(gettext_lazy("Statelessness"), max_length=20, blank=True)
    migration_status = models.CharField(
        gettext_lazy("Migration status"), max_length=40, blank=True
    )
    languages = models.JSONField(gettext_lazy("Languages"), default=list, blank=True)
    interpreter = models.CharField(gettext_lazy("Interpreter for"), max_length=10, blank=True)
    literacy = models.CharField(gettext_lazy("Reading and writing"), max_length=20, blank=True)
    safe_channel = models.CharField(
        gettext_lazy("Safe means of contact"), max_length=20, blank=True
    )
    safe_contact = PersonalField(gettext_lazy("How to reach you safely"))
    support_needs = PersonalField(gettext_lazy("What helps you take part"))
    basis = models.ForeignKey(
        RegisterBasis, models.PROTECT, null=True, blank=True, related_name="persons"
    )
    created_at = models.DateTimeField(gettext_lazy("Registered on"), default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)
    # Without a case: until when the file is kept.
    keep_until = models.DateField(null=True, editable=False)
    # Invented, in a practice office.
    is_practice = models.BooleanField(default=False, editable=False)

    crypto_label = "person"
    audit_name = "person"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "Person")
        indexes = [
            models.Index(
                fields=["keep_until"], name="people_kept_until",
                condition=models.Q(keep_until__isnull=False),
            )
        ]  # fmt: skip

    class Privacy:
        plain_text = {
            "other_nationalities": "codes of countries",
            "languages": "codes of languages",
        }

    class Events:
        registered = AuditEvent(gettext_lazy("Person registered"))
        changed = AuditEvent(gettext_lazy("Person details updated"))
        searched = AuditEvent(gettext_lazy("People search"))
        known = AuditEvent(gettext_lazy("Person found to be known to another office"))
        shared = AuditEvent(gettext_lazy("Data shared with another organization"))
        joined = AuditEvent(gettext_lazy("Record merged"))
        parted = AuditEvent(gettext_lazy("Merge undone"))
        history_printed = AuditEvent(gettext_lazy("Access log printed for the person"))
        linked = AuditEvent(
            gettext_lazy("A partner knows this person too, and says so without a name")
        )

    def __str__(self):
        return f"Person {self.ref}"

    @property
    def name(self) -> str:
        """The name as one says it; where only the original script is known, that.

        On a page in discreet mode, the initials.
        """
        return self.short_name if discreet_mode.is_on_page() else self._said_name

    @property
    def shown_name(self) -> str:
        """The name for a page, made by code before it is rendered: titles, choices, rows.

        In discreet mode, the initials: never what is stored, printed or sent.
        """
        return self.short_name if discreet_mode.is_on() else self.name

    @property
    def short_name(self) -> str:
        """The initials as they stand in a sentence: `R. Q.`."""
        if not (self.given_names or self.family_names or self.original_name):
            return self._said_name
        return " ".join(f"{letter}." for letter in self.initials)

    @property
    def _said_name(self) -> str:
        return say_name(
            self.given_names, self.family_names, self.second_family_name, self.original_name
        )

    @property
    def initials(self) -> str:
        parts = [part for part in (self.given_names, self.family_names) if part]
        parts = parts or self._said_name.split()
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

    def counts_as_child(self, on: date) -> bool:
        """Under 18 for all that is known; somebody whose age nobody knows counts as a child."""
        return self.birth_year is None or self.may_be_child(on)

    def consents_to(
        self,
        purpose: str,
        recipient: "Organization | str" = OWN_OFFICE,
        *,
        controller: AnyController = ANY,
    ) -> bool:
        """Returns whether `purpose` with `recipient` is allowed now; see `legal_basis_for`."""
        return legal_basis_for(self, purpose, recipient, controller=controller) is not None

    @property
    def may_be_assisted(self) -> bool:
        """Whether a file may be kept: by consent, a register's basis or an exception in force."""
        return self.consents_to("case_management")

    def may_be_assisted_by(self, controller: Controller) -> bool:
        """Returns whether the staff of one controller may keep a record of the person."""
        return self.consents_to("case_management", controller=controller)

    @classmethod
    @transaction.atomic
    def register(
        cls,
        *,
        by: User,
        team: Team,
        consent: ConsentGiven | None = None,
        exception: ExceptionAsked | None = None,
        basis: RegisterBasis | None = None,
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
        person = cls(basis=basis, is_practice=team.office.is_practice, **fields)
        person._set_birth_year()
        person.save()
        PersonAccessGrant.objects.create(
            record=person, grantee=f"team:{team.pk}", why="registered"
        )
        PersonAccessGrant.objects.create(
            record=person, grantee=f"office:{team.office_id}", why="registered"
        )
        person._note_particulars(documents, contacts)
        log.log_event(by, "person.registered", person)
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
        self.update_search_index()
        log.log_event(by, "person.changed", self, fields=sorted(fields))
        person_changed.send(Person, person=self, fields=frozenset(fields), by=by)

    def _note_particulars(self, documents: list[dict], contacts: list[dict]) -> None:
        for document in documents:
            self.documents.create(**document)
        for contact in contacts:
            self.contacts.create(**contact)
        self.update_search_index()

    @transaction.atomic
    def add_document(self, *, by: User, **fields):
        document = self.documents.create(**fields)
        self.update_search_index()
        log.log_event(by, "document.noted", self, kind=document.kind)
        return document

    @transaction.atomic
    def add_contact(self, *, by: User, **fields):
        contact = self.contacts.create(**fields)
        self.touch_cases()
        self.update_search_index()
        log.log_event(by, "contact.noted", self, kind=contact.kind)
        return contact

    def merge(self, other: "Person", *, by: User, because: str) -> "Merge":
        """`other` is a second file of theirs: it is read here from now on, and stays whole."""
        from .merges import Merge

        return Merge.make(self, other, by=by, because=because)

    def forget(self, *, by: User, asked_by: User, office, reason: str) -> None:
        """Nothing stays, of them and of those registered with them alone: it may not be kept."""
        erasing = Erasure(reason=reason, by=by, asked_by=asked_by, office=office)
        erasure.erase(self, erasing)

    def touch_cases(self) -> None:
        """Something of them changed: who carries their file is given it anew."""
        self.updated_at = now()
        self.save(update_fields=["updated_at"])

    def update_search_index(self) -> None:
        identity_changed.send(type(self), person=self)

    def _set_birth_year(self) -> None:
        if self.birth_date:
            self.birth_year = self.birth_date.year


class PersonAccessGrant(AccessGrant):
    """Who holds a person's file: the team that registered them, and those of their cases."""

    record = models.ForeignKey(
        Person, models.CASCADE, related_name="access_grants", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "grantee", "why"], name="person_access_grant_once"
            )
        ]
        indexes = [
            models.Index(fields=["grantee", "record"], name="person_access_grant_by_holder")
        ]

    class Privacy:
        owner = "record"
        withheld = gettext_lazy(
            "Which teams may open your file. Ask for the letter with the access log."
        )


# Documents and contacts.


class PersonDetail(Record):
    """Something by which a person is identified or reached: found again as soon as it changes."""

    person: "models.ForeignKey[Person, Person]"
    kind: "models.CharField[str, str]"

    class Meta:
        abstract = True

    @property
    def file(self) -> Person:
        return self.person

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        self.person.touch_cases()
        self.person.update_search_index()
        log.log_event(by, f"{self.audit_name}.changed", self, fields=sorted(fields))

    @transaction.atomic
    def drop(self, *, by: User) -> None:
        """It was wrong, or is no longer theirs."""
        log.log_event(by, f"{self.audit_name}.dropped", self, kind=self.kind)
        self.delete()
        self.person.touch_cases()
        self.person.update_search_index()


class IdentityDocument(PersonDetail):
    """An identity document, and who holds it: not always the person it names."""

    class Holder(models.TextChoices):
        PERSON = "person", gettext_lazy("With the person")
        FAMILY = "family", gettext_lazy("With the family")
        AUTHORITY = "authority", gettext_lazy("Held by an authority")
        OTHER = "withheld", gettext_lazy("Confiscated by someone")
        LOST = "lost", gettext_lazy("Lost or stolen")

    person = models.ForeignKey(Person, models.CASCADE, related_name="documents")
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=40)
    number = PersonalField(pgettext_lazy("column", "Document number"))
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    expires_on = models.DateField(pgettext_lazy("period", "End date"), null=True, blank=True)
    held_by = models.CharField(
        pgettext_lazy("document", "Held by"), max_length=20, choices=Holder, default=Holder.PERSON
    )

    crypto_label = "document"
    audit_name = "document"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Document")

    class Privacy:
        owner = "person"
        title = gettext_lazy("Identity documents")
        disclose = ("kind", "number", "country", "expires_on", "held_by")

    class Events:
        noted = AuditEvent(gettext_lazy("Identity document recorded"))

    def __str__(self):
        return f"IdentityDocument {self.ref}"


class Contact(PersonDetail):
    """A telephone, an address, an account: a way to reach somebody, and whether it is safe."""

    class Kind(models.TextChoices):
        PHONE = "phone", gettext_lazy("Telephone")
        MESSAGE = "message", gettext_lazy("Messages only")
        EMAIL = "email", gettext_lazy("E-mail")
        ADDRESS = "address", gettext_lazy("Address")
        OTHER = "other", pgettext_lazy("document", "Other")

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=20, choices=Kind)
    value = PersonalField(gettext_lazy("Value"))
    note = PersonalField(pgettext_lazy("record", "Note"))
    is_safe = models.BooleanField(pgettext_lazy("contact", "Safe"), default=True)
    # When it is safe to text them, and the clock they live by; nothing is the clock of the office.
    safe_from = models.TimeField(gettext_lazy("SMS allowed from"), null=True, blank=True)
    safe_until = models.TimeField(gettext_lazy("SMS allowed until"), null=True, blank=True)
    time_zone = models.CharField(max_length=60, blank=True, validators=[check_time_zone])

    crypto_label = "contact"
    audit_name = "contact"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Contact")

    class Privacy:
        owner = "person"
        title = gettext_lazy("Your contact details")
        disclose = ("kind", "value", "note", "is_safe", "safe_from", "safe_until")

    class Events:
        noted = AuditEvent(gettext_lazy("Contact details recorded"))

    def __str__(self):
        return f"Contact {self.ref}"

    @property
    def takes_texts(self) -> bool:
        return self.is_safe and self.kind in (self.Kind.PHONE, self.Kind.MESSAGE)


# Ages.


def say_name(given: str, family: str, second_family: str, original: str) -> str:
    """The name of these parts as one says it, as `Person.name`."""
    parts = (given, family, second_family)
    return " ".join(part for part in parts if part) or original or _("No name given")


def age_at(day: date, born: date | None, year: int | None) -> int | None:
    """Full years on `day`; when only the year is known, the years between."""
    if born:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return day.year - year if year else None
