"""What identifies and reaches a person: their documents, their telephones and addresses."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust import audit
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import User
from amparo.foundation.trust.models.offices import check_time_zone
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable

from .persons import Person


class Particular(Referable):
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
        self.person.moved()
        self.person.rebuild_keys()
        audit.note(by, f"{self.audit_name}.changed", self, fields=sorted(fields))

    @transaction.atomic
    def drop(self, *, by: User) -> None:
        """It was wrong, or is no longer theirs."""
        audit.note(by, f"{self.audit_name}.dropped", self, kind=self.kind)
        self.delete()
        self.person.moved()
        self.person.rebuild_keys()


class Document(Particular):
    """An identity document, and who holds it: not always the person it names."""

    class Holder(models.TextChoices):
        PERSON = "person", _("The person has it")
        FAMILY = "family", _("Their family has it")
        AUTHORITY = "authority", _("An authority keeps it")
        OTHER = "withheld", _("Somebody keeps it from them")
        LOST = "lost", _("Lost or stolen")

    person = models.ForeignKey(Person, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=40)
    number = PersonalField()
    country = models.CharField(max_length=2, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    held_by = models.CharField(max_length=20, choices=Holder, default=Holder.PERSON)

    crypto_label = "document"
    audit_name = "document"
    personal = ("number",)
    harmless = ("kind", "country", "expires_on", "held_by")

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return f"Document {self.ref}"


class Contact(Particular):
    """A telephone, an address, an account: a way to reach somebody, and whether it is safe."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        MESSAGE = "message", _("Messages only")
        EMAIL = "email", _("E-mail")
        ADDRESS = "address", _("Address")
        OTHER = "other", _("Other")

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=20, choices=Kind)
    value = PersonalField()
    note = PersonalField()
    is_safe = models.BooleanField(default=True)
    # When it is safe to text them, and the clock they live by; nothing is the clock of the office.
    safe_from = models.TimeField(null=True, blank=True)
    safe_until = models.TimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=60, blank=True, validators=[check_time_zone])

    crypto_label = "contact"
    audit_name = "contact"
    personal = ("value", "note")
    harmless = ("kind", "is_safe", "safe_from", "safe_until", "time_zone")

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return f"Contact {self.ref}"

    @property
    def takes_texts(self) -> bool:
        return self.is_safe and self.kind in (self.Kind.PHONE, self.Kind.MESSAGE)
