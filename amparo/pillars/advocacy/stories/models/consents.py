"""Media consent: what somebody agreed to of their story, until when, and how they were asked."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.sequences import Sequence
from amparo.ui import formats

from ..consent_terms import ConsentTerms, Uncovered, halfway, months_after
from .stories import LANGUAGES, SEQUENCE, Story
from .texts import WITH_THE_CODE

SCOPES = ("uses", "languages", "countries")
_STATEMENTS = ("explained_free", "explained_unpaid", "explained_withdrawal", "explained_print")
_WHY = {
    Uncovered.WITHDRAWN: gettext_lazy("The person withdrew their consent."),
    Uncovered.NOT_YET: gettext_lazy("The consent does not hold yet."),
    Uncovered.ENDED: gettext_lazy("The consent has ended."),
    Uncovered.USE: gettext_lazy("The person did not agree to this use."),
    Uncovered.COUNTRY: gettext_lazy(
        "The person did not agree to this place. A page on the internet is read everywhere."
    ),
    Uncovered.LANGUAGE: gettext_lazy("The person did not agree to this language."),
}  # fmt: skip


class MediaConsent(Record):
    """A yes to named uses in named places and languages, of a name, a face and a voice each, until
    a day. Renewed, it is another consent of the same story; the last one counts.
    """

    class How(models.TextChoices):
        SIGNED = "signed", pgettext_lazy("media consent", "Signed on paper")
        SPOKEN = "spoken", pgettext_lazy("media consent", "Spoken, before a witness")
        RECORDED = "recorded", pgettext_lazy("media consent", "Spoken and recorded")
        WRITTEN = "written", pgettext_lazy("media consent", "In a written message")

    story = models.ForeignKey(Story, models.CASCADE, related_name="consents")
    everywhere = models.BooleanField(
        pgettext_lazy("media consent", "Everywhere, also on the internet"), default=False
    )
    shows_name = models.BooleanField(pgettext_lazy("media consent", "Name"))
    shows_face = models.BooleanField(pgettext_lazy("media consent", "Face"))
    shows_voice = models.BooleanField(pgettext_lazy("media consent", "Voice"))
    shows_age = models.BooleanField(pgettext_lazy("media consent", "Age"))
    agreed_on = models.DateField(pgettext_lazy("media consent", "Agreed on"))
    expires_on = models.DateField(pgettext_lazy("media consent", "Ends on"))
    # Asked again halfway, and said yes: the day of the last time.
    confirmed_on = models.DateField(null=True, editable=False)
    how = models.CharField(
        pgettext_lazy("media consent", "How it was given"), max_length=8, choices=How
    )
    language = models.CharField(pgettext_lazy("media consent", "Asked in"), max_length=3)
    with_interpreter = models.BooleanField(pgettext_lazy("media consent", "With an interpreter"))
    is_minor = models.BooleanField(pgettext_lazy("media consent", "Under 18"))
    guardian_agreed = models.BooleanField(
        pgettext_lazy("media consent", "The guardian agreed"), default=False
    )
    own_assent = models.BooleanField(
        pgettext_lazy("media consent", "The child agreed too"), default=False
    )
    explained_free = models.BooleanField(
        gettext_lazy("Told, and understood: no help depends on it")
    )
    explained_unpaid = models.BooleanField(
        gettext_lazy("Told, and understood: nothing is paid or promised for it")
    )
    explained_withdrawal = models.BooleanField(
        gettext_lazy("Told, and understood: how to take it back")
    )
    explained_print = models.BooleanField(
        gettext_lazy("Told, and understood: what is printed cannot be called back")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    # None where the person did it with their code.
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "mediaconsent"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Media consent")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="media_consent_ends_after_it_begins",
                condition=models.Q(expires_on__gt=models.F("agreed_on")),
            ),
            models.CheckConstraint(
                name="media_consent_of_a_child_by_both",
                condition=models.Q(is_minor=False)
                | models.Q(guardian_agreed=True, own_assent=True),
            ),
            models.CheckConstraint(
                name="media_consent_was_informed",
                condition=models.Q(
                    explained_free=True,
                    explained_unpaid=True,
                    explained_withdrawal=True,
                    explained_print=True,
                ),
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="media_consent_by_end")]

    class Privacy:
        owner = "story"
        withheld = WITH_THE_CODE

    class Events:
        given = AuditEvent(gettext_lazy("Media consent recorded"))
        confirmed = AuditEvent(gettext_lazy("Media consent confirmed when asked again"))
        withdrawn = AuditEvent(gettext_lazy("Media consent withdrawn"))

    def __str__(self):
        return f"MediaConsent {self.ref}"

    # What it covers.

    def codes_of(self, kind: str) -> list[str]:
        return [each.code for each in self.items.all() if each.kind == kind]

    @property
    def terms(self) -> ConsentTerms:
        return ConsentTerms(
            agreed_on=self.agreed_on, expires_on=self.expires_on,
            uses=frozenset(self.codes_of("use")), languages=frozenset(self.codes_of("language")),
            countries=frozenset(self.codes_of("country")), everywhere=self.everywhere,
            is_withdrawn=self.withdrawn_at is not None,
        )  # fmt: skip

    def must_cover(self, day: date, **scope: str) -> None:
        if (why := self.terms.uncovered(day, **scope)) is not None:
            raise Refusal(str(_WHY[why]))

    def must_be_valid(self, day: date) -> None:
        if (why := self.terms.invalid_reason(day)) is not None:
            raise Refusal(str(_WHY[why]))

    def invalid_text(self, day: date) -> str:
        """Why it covers nothing on this day; "" where it holds."""
        why = self.terms.invalid_reason(day)
        return str(_WHY[why]) if why else ""

    @property
    def ask_again_on(self) -> date:
        """Halfway from the last yes to the end."""
        return halfway(self.confirmed_on or self.agreed_on, self.expires_on)

    def must_ask_again(self, day: date) -> bool:
        return (
            self.terms.invalid_reason(day) is None
            and self.confirmed_on is None
            and day >= self.ask_again_on
        )

    # What is done with it.

    @classmethod
    @transaction.atomic
    def begin(
        cls, code: str, *, by: User, office: Office, original_language: str, pseudonym: str,
        contact: str, scope: dict[str, Iterable[str]], **fields: Any,
    ) -> Story:  # fmt: skip
        """Begins a story with the consent to it, and the code on paper. Sent twice with one code,
        it is there once.
        """
        if known := Story.for_code(code):
            return known
        year = office.today().year
        story = Story(
            receipt=Story.hash_code(code), office=office, original_language=original_language,
            pseudonym=pseudonym, contact=contact, by=by, year=year,
            serial=Sequence.reserve(SEQUENCE, year)[0],
        )  # fmt: skip
        try:
            with transaction.atomic():
                story.save()
        except IntegrityError:  # the same form, sent twice in the same moment
            if known := Story.for_code(code):
                return known
            raise
        log.log_event(by, "story.begun", story)
        cls.give(story, by=by, scope=scope, **fields)
        return story

    @classmethod
    @transaction.atomic
    def give(
        cls, story: Story, *, by: User, scope: dict[str, Iterable[str]], **fields: Any
    ) -> "MediaConsent":
        """Records a consent; refuses, in words, one that was not asked as it must be. A story that
        had ended is a draft again.
        """
        if story.erased_at:
            raise Refusal(_("Its words were erased. Begin a new story."))
        photo_copies = apps.get_model("stories", "PhotoCopy")._default_manager
        chosen = {name: list(dict.fromkeys(scope.get(name, ()))) for name in SCOPES}
        _must_be_asked(fields, chosen, story.office.today())
        consent = cls.objects.create(story=story, by=by, **fields)
        MediaConsentItem.objects.bulk_create([
            MediaConsentItem(consent=consent, kind=kind, code=code)
            for kind, name in (("use", "uses"), ("language", "languages"),
                               ("country", "countries"))
            for code in chosen[name]
        ])  # fmt: skip
        # Photos were compared with what the person agreed to before.
        photo_copies.filter(photo__story=story).update(
            compared_with=None, compared_by=None, compared_at=None, shows_face=None
        )
        lock_and_refresh(story, "state")
        if story.is_ended:
            story.reopen()
            story.save()
        story.forget_consent()
        log.log_event(by, "mediaconsent.given", consent)
        return consent

    @transaction.atomic
    def confirm(self, *, by: User, on: date) -> None:
        """Asked again, and the person said yes to the same. The end stays."""
        lock_and_refresh(self, "withdrawn_at", "confirmed_on")
        today = self.story.office.today()
        self.must_be_valid(today)
        if not self.agreed_on <= on <= today:
            raise Refusal(_("This date is before the consent, or still to come."))
        self.confirmed_on = on
        self.save(update_fields=["confirmed_on"])
        log.log_event(by, "mediaconsent.confirmed", self)

    @transaction.atomic
    def withdraw(self, *, by: User | None) -> None:
        """Ends it now. Twice is once."""
        lock_and_refresh(self, "withdrawn_at")
        if self.withdrawn_at:
            return
        self.withdrawn_at, self.withdrawn_by = now(), by
        self.save(update_fields=["withdrawn_at", "withdrawn_by"])
        self.story.forget_consent()
        log.log_event(by, "mediaconsent.withdrawn", self)


def _must_be_asked(fields: dict[str, Any], chosen: dict[str, list[str]], today: date) -> None:
    """What every media consent must fulfil."""
    if fields["is_minor"] and not (fields.get("guardian_agreed") and fields.get("own_assent")):
        raise Refusal(_("Under 18, the guardian and the child both agree. Without both, no."))
    if not all(fields.get(name) for name in _STATEMENTS):
        raise Refusal(_("Say all four things to the person first, and be sure they understood."))
    _must_end_in_time(fields["agreed_on"], fields["expires_on"], today)
    _must_name_scope(fields, chosen)


def _must_end_in_time(agreed: date, expires: date, today: date) -> None:
    if agreed > today:
        raise Refusal(_("The day of the consent is still to come."))
    if expires <= max(agreed, today):
        raise Refusal(_("The consent ends on a day after today."))
    months = settings.AMPARO_STORY_CONSENT_MONTHS
    if expires > months_after(agreed, months):
        raise Refusal(
            ngettext(
                "A media consent lasts %(count)s month at most. Choose an earlier end.",
                "A media consent lasts %(count)s months at most. Choose an earlier end.", months,
            ) % {"count": months}
        )  # fmt: skip


def _must_name_scope(fields: dict[str, Any], chosen: dict[str, list[str]]) -> None:
    if not chosen["uses"]:
        raise Refusal(_("Choose what the person agreed to: one use at least."))
    if not chosen["languages"]:
        raise Refusal(_("Choose the languages that the person agreed to."))
    if not chosen["countries"] and not fields.get("everywhere"):
        raise Refusal(_("Choose where it may be shown."))
    for code in chosen["uses"]:
        codes.require("story_use", code)
    known = dict(formats.countries())
    if not set(chosen["languages"]) <= set(LANGUAGES) or not set(chosen["countries"]) <= set(
        known
    ):
        raise Refusal(_("Choose among the languages and countries of the lists."))


class MediaConsentItem(models.Model):
    """One use, language or country that a consent covers."""

    class Kind(models.TextChoices):
        USE = "use"
        LANGUAGE = "language"
        COUNTRY = "country"

    consent = models.ForeignKey(MediaConsent, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=40)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("media consent", "What is covered")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "kind", "code"], name="media_consent_item_once"
            ),
        ]

    class Privacy:
        owner = "consent__story"
        withheld = WITH_THE_CODE

    def __str__(self):
        return f"{self.consent_id} {self.kind} {self.code}"
