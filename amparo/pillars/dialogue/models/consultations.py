"""Consultations: what migrants and communities were asked, what was heard, what became of it.

None ends before those asked can read what became of it in each language in which it was asked,
and somebody says how and when they were told, or why that is impossible.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place
from amparo.ui import formats

from .consultation_texts import ConsultationText

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
TITLE_LETTERS = 140


class ConsultationState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("consultation", "Planned")
    OPEN = "open", pgettext_lazy("consultation", "Open")
    CLOSED = "closed", pgettext_lazy("consultation", "Closed")
    ANSWERED = "answered", pgettext_lazy("consultation", "Answered")
    REPORTED = "reported", pgettext_lazy("consultation", "Reported back")


class ConsultationQuerySet(PermissionQuerySet):
    def public(self) -> "ConsultationQuerySet":
        """Those that anybody may read: open ones, and those with an answer."""
        return self.filter(state__in=Consultation.PUBLIC)

    def owing(self) -> "ConsultationQuerySet":
        """Closed or answered, and not reported back."""
        return self.filter(state__in=Consultation.OWING)


class Consultation(Record):
    """One question to migrants or communities, and the duty to tell them what became of it."""

    class Method(models.TextChoices):
        MEETING = "meeting", pgettext_lazy("consultation", "Meeting")
        INTERVIEWS = "interviews", pgettext_lazy("consultation", "Interviews")
        GROUPS = "groups", pgettext_lazy("consultation", "Group discussions")
        FORM = "form", pgettext_lazy("consultation", "Written form")
        BOX = "box", pgettext_lazy("consultation", "Suggestion box")
        ONLINE = "online", pgettext_lazy("consultation", "Public page only")
        SEVERAL = "several", pgettext_lazy("consultation", "Several methods")

    class Informed(models.TextChoices):
        """How those asked were told what became of it."""

        MEETING = "meeting", pgettext_lazy("consultation, told", "At a meeting with them")
        NOTICE = "notice", pgettext_lazy("consultation, told", "Poster, leaflet or radio")
        MESSAGE = "message", pgettext_lazy("consultation, told", "Message or call")
        ORGANIZATION = (
            "organization",
            pgettext_lazy("consultation, told", "Through an organization they trust"),
        )
        ONLINE = "online", pgettext_lazy("consultation, told", "On the public page, with the code")

    State = ConsultationState
    PUBLIC = (ConsultationState.OPEN, ConsultationState.ANSWERED, ConsultationState.REPORTED)
    OWING = (ConsultationState.CLOSED, ConsultationState.ANSWERED)

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=pgettext_lazy("consultation", "Area"), null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    method = models.CharField(
        pgettext_lazy("consultation", "Method"), max_length=10, choices=Method
    )
    # Contributions are also taken on the public page.
    is_online = models.BooleanField(gettext_lazy("Takes answers on the public page"), default=True)
    opens_on = models.DateField(pgettext_lazy("consultation", "Opens on"))
    closes_on = models.DateField(pgettext_lazy("consultation", "Closes on"))
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=8, choices=ConsultationState,
        default=ConsultationState.PLANNED,
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    reported_at = models.DateTimeField(null=True, editable=False)
    informed_how = models.CharField(
        pgettext_lazy("consultation", "How they were told"), max_length=12, choices=Informed,
        blank=True,
    )  # fmt: skip
    informed_on = models.DateField(
        pgettext_lazy("consultation", "When they were told"), null=True, blank=True
    )
    # Why those asked could not be told; then nobody said how and when.
    not_informed_because = models.CharField(
        pgettext_lazy("consultation", "Why they could not be told"), max_length=300, blank=True
    )
    reminded_at = models.DateTimeField(null=True, editable=False)
    # When the words of its contributions were erased.
    erased_at = models.DateTimeField(null=True, editable=False)

    # How long the words of contributions are kept after those asked were told, and after it closed
    # where nobody told them.
    KEPT_AFTER_REPORT, KEPT_WITHOUT_REPORT = timedelta(days=180), timedelta(days=365)

    audit_name = "consultation"

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of migrants and communities", "Consultation")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_period", condition=Q(closes_on__gte=F("opens_on"))
            ),
            models.CheckConstraint(
                name="consultation_informed_or_why_not",
                condition=~Q(state="reported")
                | (Q(informed_on__isnull=False, not_informed_because="") & ~Q(informed_how=""))
                | (Q(informed_on=None, informed_how="") & ~Q(not_informed_because="")),
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_on"], name="consultations_by_state")]

    class Privacy:
        no_owner = gettext_lazy("What an office asked many people; names nobody.")
        plain_text = {"not_informed_because": "why a whole group could not be told; names nobody"}

    class Events:
        planned = AuditEvent(gettext_lazy("Consultation prepared"))
        changed = AuditEvent(gettext_lazy("Consultation updated"))
        opened = AuditEvent(gettext_lazy("Consultation opened"))
        closed = AuditEvent(gettext_lazy("Consultation closed"))
        heard = AuditEvent(gettext_lazy("What was heard in a consultation recorded"))
        answered = AuditEvent(gettext_lazy("Result of a consultation recorded"))
        reported = AuditEvent(gettext_lazy("Consultation reported back"))
        listed = AuditEvent(gettext_lazy("Consultation list viewed"))
        erased = AuditEvent(gettext_lazy("Words of a consultation erased"))
        owed = AuditEvent(
            gettext_lazy("Reminded of a consultation"),
            notice=Notice(
                gettext_lazy("Consultation without its answer after 30 days"), "work", icon="clock"
            ),
        )

    def __str__(self):
        return f"Consultation {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("dialogue:consultation", args=[self.ref])

    # What is said in it.

    def texts_in(self, part: str) -> dict[str, str]:
        """Returns the words of a part (`ConsultationText.Part`), by language."""
        found = {each.language: each.text for each in self.texts.all() if each.part == part}
        return {code: found[code] for code in LANGUAGES if code in found}

    def text_here(self, part: str) -> tuple[str, str]:
        """Returns them in the reader's language or another one, and in which; ("", "") where
        nothing was said.
        """
        found = self.texts_in(part)
        here = (get_language() or "").split("-")[0]
        code = here if here in found else next(iter(found), "")
        return found.get(code, ""), code

    @property
    def question(self) -> tuple[str, str]:
        return self.text_here(ConsultationText.Part.QUESTION)

    @property
    def title(self) -> str:
        """The question, cut after a whole word where it is long."""
        words = " ".join(self.question[0].split())
        if len(words) <= TITLE_LETTERS:
            return words
        return f"{words[:TITLE_LETTERS].rsplit(' ', 1)[0]} …"

    @property
    def languages(self) -> list[str]:
        """In which it is asked."""
        return list(self.texts_in(ConsultationText.Part.QUESTION))

    @property
    def group_labels(self) -> list[str]:
        return [str(each.get_group_display()) for each in self.groups.all()]

    @property
    def has_answer(self) -> bool:
        return self.state in (self.State.ANSWERED, self.State.REPORTED)

    @property
    def owes_answer(self) -> bool:
        return self.state in self.OWING

    @property
    def words_until(self) -> datetime | None:
        """When the words of its contributions are erased; None while it is not closed."""
        if self.reported_at:
            return self.reported_at + self.KEPT_AFTER_REPORT
        return self.closed_at + self.KEPT_WITHOUT_REPORT if self.closed_at else None

    def takes_answers(self, today: date) -> bool:
        """Whether the public page takes contributions on this day."""
        return (
            self.state == self.State.OPEN and self.is_online
            and self.opens_on <= today <= self.closes_on
        )  # fmt: skip

    # What is done with it.

    @classmethod
    @transaction.atomic
    def plan(
        cls, *, by: User, office: Office, question: Mapping[str, str],
        groups: Iterable[str] = (), **fields,
    ) -> "Consultation":  # fmt: skip
        """Prepares a consultation; nobody outside sees it before it is opened."""
        consultation = cls(by=by, office=office, **fields)
        consultation._must_be_in_order()
        consultation.save()
        consultation._say(ConsultationText.Part.QUESTION, question)
        consultation._must_ask()
        consultation._set_groups(groups)
        log.log_event(by, "consultation.planned", consultation)
        return consultation

    @transaction.atomic
    def change(
        self, *, by: User, question: Mapping[str, str], groups: Iterable[str] = (), **fields
    ) -> None:
        """Until it is closed. While it is open the question stays as it was asked; further
        languages may be added.
        """
        self._must_be_one_of(self.State.PLANNED, self.State.OPEN)
        if self.state == self.State.OPEN and _says_otherwise(
            self.texts_in(ConsultationText.Part.QUESTION), question
        ):
            raise Refusal(
                _("People are answering this question: it stays as it is. You may add a language.")
            )
        for name, value in fields.items():
            setattr(self, name, value)
        self._must_be_in_order()
        self.save()
        self._say(ConsultationText.Part.QUESTION, question)
        self._must_ask()
        self._set_groups(groups)
        log.log_event(by, "consultation.changed", self, fields=sorted(fields))

    @transaction.atomic
    def open(self, *, by: User) -> None:
        """Shows it on the public pages and takes contributions. Twice is once."""
        self._must_be_one_of(self.State.PLANNED, self.State.OPEN)
        if self.state == self.State.OPEN:
            return
        self.state, self.opened_at = self.State.OPEN, now()
        self.save(update_fields=["state", "opened_at"])
        log.log_event(by, "consultation.opened", self)

    @transaction.atomic
    def close(self, *, by: User | None) -> None:
        """Takes no more contributions; from now on it owes an answer. Twice is once."""
        self._must_be_one_of(self.State.OPEN, self.State.CLOSED)
        if self.state == self.State.CLOSED:
            return
        self.state, self.closed_at = self.State.CLOSED, now()
        self.save(update_fields=["state", "closed_at"])
        log.log_event(by, "consultation.closed", self)

    @transaction.atomic
    def say_heard(self, *, by: User, heard: Mapping[str, str]) -> None:
        """What was heard, in words that name nobody; in as many languages as are ready."""
        self._must_be_one_of(self.State.OPEN, *self.OWING)
        if not _filled(heard):
            raise Refusal(_("Write what you heard, in one language at least."))
        if self.state == self.State.ANSWERED:
            self._must_say(heard)
        self._say(ConsultationText.Part.HEARD, heard)
        log.log_event(by, "consultation.heard", self)

    @transaction.atomic
    def answer(self, *, by: User, became: Mapping[str, str]) -> None:
        """What became of it, in each language in which it was asked: from now on those who
        contributed can read it, and what was heard.
        """
        self._must_be_one_of(*self.OWING)
        self._must_say(became)
        self._must_say(self.texts_in(ConsultationText.Part.HEARD), heard=True)
        self._say(ConsultationText.Part.BECAME, became)
        if self.state == self.State.CLOSED:
            self.state, self.answered_at = self.State.ANSWERED, now()
            self.save(update_fields=["state", "answered_at"])
        log.log_event(by, "consultation.answered", self)

    @transaction.atomic
    def report_back(
        self, *, by: User, informed_how: str = "", informed_on: date | None = None,
        not_informed_because: str = "", today: date,
    ) -> None:  # fmt: skip
        """Ends it: those asked were told, so and then; or could not be told, and why."""
        self._must_be_one_of(*self.OWING)
        if self.state == self.State.CLOSED:
            raise Refusal(_("First write the result, in each language in which you asked."))
        because = not_informed_because.strip()
        if because and (informed_how or informed_on):
            raise Refusal(_("Say how and when they were told, or why not: not both."))
        if not because:
            self._must_have_informed(informed_how, informed_on, today)
        self.informed_how, self.informed_on, self.not_informed_because = (
            informed_how,
            informed_on,
            because,
        )
        self.state, self.reported_at = self.State.REPORTED, now()
        self.save()
        log.log_event(by, "consultation.reported", self)

    # What it must hold.

    def _must_be_one_of(self, *states: str) -> None:
        lock_and_refresh(self, "state", "opened_at", "closed_at", "answered_at", "reported_at")
        if self.state not in states:
            raise Refusal(
                _("This consultation is at another stage now: %(state)s.")
                % {"state": self.get_state_display()}
            )

    def _must_be_in_order(self) -> None:
        if self.closes_on < self.opens_on:
            raise Refusal(_("It closes before it opens. Look at both dates."))

    def _must_ask(self) -> None:
        if not self.texts_in(ConsultationText.Part.QUESTION):
            raise Refusal(_("Write the question in one language at least."))

    def _must_say(self, words: Mapping[str, str], *, heard: bool = False) -> None:
        said = _filled(words)
        missing = [formats.language_name(code) for code in self.languages if code not in said]
        if not missing:
            return
        told = {"languages": formats.join_list(missing)}
        if heard:
            raise Refusal(
                _("First write what you heard in each language in which you asked."
                  " Missing: %(languages)s.") % told
            )  # fmt: skip
        raise Refusal(
            _("Write it in each language in which you asked. Missing: %(languages)s.") % told
        )

    def _must_have_informed(self, how: str, on: date | None, today: date) -> None:
        if not how or on is None:
            raise Refusal(
                _("Say how and when those you asked were told, or why that is impossible.")
            )
        if on > today:
            raise Refusal(_("This day is still to come. Report back once they were told."))
        if self.closed_at and on < self.closed_at.astimezone(self.office.zone).date():
            raise Refusal(_("This day is before the consultation closed."))

    def _say(self, part: str, words: Mapping[str, str]) -> None:
        """Replaces what is said in this part."""
        said = _filled(words)
        self.texts.filter(part=part).exclude(language__in=said).delete()
        for code, text in said.items():
            self.texts.update_or_create(part=part, language=code, defaults={"text": text})
        # What was read before it was written is asked for anew.
        getattr(self, "_prefetched_objects_cache", {}).pop("texts", None)

    def _set_groups(self, groups: Iterable[str]) -> None:
        wanted = set(groups)
        self.groups.exclude(group__in=wanted).delete()
        there = set(self.groups.values_list("group", flat=True))
        for group in sorted(wanted - there):
            self.groups.create(group=group)
        getattr(self, "_prefetched_objects_cache", {}).pop("groups", None)


def _filled(words: Mapping[str, str]) -> dict[str, str]:
    said = {code: words.get(code, "").strip() for code in LANGUAGES}
    return {code: text for code, text in said.items() if text}


def _says_otherwise(asked: Mapping[str, str], now_said: Mapping[str, str]) -> bool:
    """Whether words in a language in which it is asked are other ones now."""
    said = _filled(now_said)
    return any(said.get(code) != text for code, text in asked.items())
