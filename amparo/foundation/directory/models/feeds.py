"""Models: external directories, their files, and the services that came from each."""

from datetime import datetime
from functools import partial

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import EncryptedFileField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .services import Service


class ExternalDirectory(Record):
    """A directory that others keep, under the name that we call it by."""

    title = models.CharField(max_length=120, unique=True)
    # What to take where the file itself does not say it.
    language = models.CharField(max_length=3, default="es")
    time_zone = models.CharField(max_length=60, default="UTC", validators=[check_time_zone])
    kind = models.CharField(max_length=60, blank=True)

    crypto_label = "feed"
    audit_name = "feed"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("External directory")
        ordering = ["title"]

    class Privacy:
        plain_text = {
            "title": "name of a directory of others",
        }

    class Events:
        followed = AuditEvent(gettext_lazy("External directory added"))
        received = AuditEvent(gettext_lazy("External directory file received"))
        imported = AuditEvent(gettext_lazy("External directory imported"), code="brought")
        put_away = AuditEvent(gettext_lazy("External directory discarded"))

    def __str__(self):
        return self.title

    @classmethod
    @transaction.atomic
    def follow(cls, title: str, *, by: User | None, **taking: str) -> "ExternalDirectory":
        """The same name is the same directory, however often a file of it comes."""
        feed, is_new = cls.objects.update_or_create(title=title, defaults=taking)
        if is_new:
            log.log_event(by, "feed.followed", feed)
        return feed

    @transaction.atomic
    def take(self, stream, *, by: User | None) -> "FeedFile":
        """Keep a file of it, sealed, to be looked at before anything is written."""
        stored = EncryptedFile.write(stream, owner=self)
        file = FeedFile.objects.create(feed=self, by=by, storage_key=stored)
        log.log_event(by, "feed.received", self)
        return file


class FeedFile(Record):
    """One file of a directory: looked at, then brought in or put away."""

    feed = models.ForeignKey(ExternalDirectory, models.CASCADE, related_name="files")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    storage_key = EncryptedFileField()
    done_at = models.DateTimeField(null=True, editable=False)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)

    crypto_label = "feedfile"
    audit_name = "feedfile"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("External directory file")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy(
            "An external directory: it is deleted once it was imported or discarded."
        )

    def __str__(self):
        return f"FeedFile {self.ref}"

    @property
    def file(self) -> ExternalDirectory:
        return self.feed

    @property
    def is_waiting(self) -> bool:
        return bool(self.storage_key)

    def must_wait(self) -> None:
        if not self.is_waiting:
            raise Refusal(_("This was already decided."))

    @transaction.atomic
    def mark_imported(self, *, by: User | None, new: int, changed: int, gone: int) -> None:
        """What it told stands in the directory: the file itself has served."""
        self.done_at = now()
        self.new, self.changed, self.gone = new, changed, gone
        self._delete_stored_file()
        log.log_event(by, "feed.brought", self.feed, count=new + changed + gone)

    @transaction.atomic
    def discard(self, *, by: User | None) -> None:
        """Nothing of it is taken over."""
        self.must_wait()
        self._delete_stored_file()
        log.log_event(by, "feed.put_away", self.feed)

    def _delete_stored_file(self) -> None:
        transaction.on_commit(partial(EncryptedFile.delete, self.storage_key), robust=True)
        self.storage_key = ""
        self.save()


class FeedService(models.Model):
    """That a service came from a directory of others, and when it last stood in it."""

    feed = models.ForeignKey(ExternalDirectory, models.CASCADE, related_name="feed_services")
    service = models.ForeignKey(Service, models.CASCADE, related_name="feed_services")
    at = models.DateTimeField(default=now)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "service"], name="feed_service_once")
        ]

    def __str__(self):
        return f"FeedService {self.pk}"

    @classmethod
    def note(cls, feed: ExternalDirectory, service: Service, at: datetime) -> None:
        cls.objects.update_or_create(feed=feed, service=service, defaults={"at": at})
