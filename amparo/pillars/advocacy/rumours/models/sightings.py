"""Where and when a rumour was heard, what a recruitment advert offers, and sealed files."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.files.stored_files import StoredFile, StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new
from amparo.foundation.core.records import Record, new_reference
from amparo.foundation.people.models import Place


class Sighting(Record):
    """One time that a colleague heard it, or was told of it."""

    rumour = models.ForeignKey("Rumour", models.CASCADE, related_name="sightings")
    channel = models.CharField(pgettext_lazy("rumour", "Channel"), max_length=20)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=gettext_lazy("Place"),
    )  # fmt: skip
    heard_on = models.DateField(pgettext_lazy("rumour", "Heard on"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "rumoursighting"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("rumour", "Sighting")
        ordering = ["-heard_on", "-pk"]

    class Privacy:
        no_owner = gettext_lazy("Says where and when something was heard, and of whom nothing.")

    def __str__(self):
        return f"Sighting {self.ref}"

    @property
    def key(self) -> tuple:
        """What makes two reports the same one."""
        return (self.by_id, self.channel, self.place_id, self.heard_on)

    @property
    def channel_label(self) -> str:
        return codes.label("communication_channel", self.channel)


class RecruitmentAdvert(Record):
    """What a suspicious advert offers, where, and whom it says to contact: sealed, and read by
    who sees rumours in the office, not by all who record them.
    """

    rumour = models.OneToOneField("Rumour", models.CASCADE, related_name="advert")
    offer = PersonalField(pgettext_lazy("recruitment advert", "What is offered"))
    where = PersonalField(pgettext_lazy("recruitment advert", "Where the work would be"))
    contact = PersonalField(pgettext_lazy("recruitment advert", "Contact as seen"))

    audit_name = "recruitmentadvert"
    crypto_label = "recruitmentadvert"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("rumour", "Recruitment advert")

    class Privacy:
        no_owner = gettext_lazy("Whoever placed the advert is not helped here, and has no file.")

    def __str__(self):
        return f"RecruitmentAdvert {self.ref}"

    @classmethod
    def place(cls, rumour, **told: str) -> "RecruitmentAdvert":
        """Keeps what it says; whoever records it need not be one who may read it later."""
        advert = cls(rumour=rumour, **told)
        allow_new(advert)
        advert.save()
        return advert

    def erase(self) -> None:
        self.offer = self.where = self.contact = ""
        self.save(update_fields=["offer", "where", "contact"])


class RumourFile(StoredFile):
    """A photo of an advert, or a document that a check rests on; never on a public page."""

    rumour = models.ForeignKey("Rumour", models.CASCADE, related_name="files")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "rumourfile"
    crypto_label = "rumourfile"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("rumour", "Photo or document")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["at"], name="rumour_files_to_check",
                condition=models.Q(verdict="waiting"),
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("Shows what goes round among many, and lies in nobody’s file.")
        plain_text = {"kind": "a media type"}

    class Events:
        added = AuditEvent(gettext_lazy("Photo or document of a rumour added"))
        infected = AuditEvent(
            gettext_lazy("Photo or document of a rumour quarantined: virus found"),
            notice=Notice(
                gettext_lazy("File of a rumour quarantined: virus found"), "work", icon="lock"
            ),
        )

    def __str__(self):
        return f"RumourFile {self.ref}"

    @property
    def page_url(self) -> str:
        return self.rumour.get_absolute_url()

    @property
    def notified_office_id(self) -> int:
        return self.rumour.office_id

    @classmethod
    @transaction.atomic
    def add(cls, rumour, file: ValidatedFile, *, by: User) -> "RumourFile":
        """Seals a file under the key of the rumour: it goes with its words."""
        ref = new_reference()
        allow_new(cls(ref=ref))  # whoever records it need not be one who may read it later
        stored = cls.store(file, owner=rumour, by=by, rumour=rumour, ref=ref)
        log.log_event(by, "rumourfile.added", stored)
        return stored

    def erase(self) -> None:
        if self.storage_key:
            self.delete_content()
        self.name = ""
        self.save(update_fields=["name", "storage_key"])
