"""Advocacy asks: what is wrong, who is asked to change it, by whom it was read, what came of it.

A quiet ask is kept to a circle of colleagues by name: nobody else finds it anywhere, and its audit
entries tell neither what it is nor what was done. An ask names no person: its addressee is a post.
It is kept as long as the commitments that rest on it; nothing of it is erased but documents that
somebody removes. It is not kept on telephones: clearing and putting it needs the present state.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.sequences import Sequence
from amparo.foundation.links.models import Link
from amparo.foundation.people.models import Place

from .. import rules
from .ask_actions import AskActions
from .parts import AskText

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
SEQUENCE, ASK = "asks.ask", "ask"
TITLE_LETTERS = 140
SHEET_TITLE = gettext_lazy("Evidence sheet")


class AskState(models.TextChoices):
    DRAFTED = rules.DRAFTED, pgettext_lazy("ask", "Drafted")
    CLEARED = rules.CLEARED, pgettext_lazy("ask", "Cleared")
    PUT = rules.PUT, pgettext_lazy("ask", "Put")
    ANSWERED = rules.ANSWERED, pgettext_lazy("ask", "Answered")
    AGREED = rules.AGREED, pgettext_lazy("ask", "Agreed")
    REFUSED = rules.REFUSED, pgettext_lazy("ask", "Refused")
    WITHDRAWN = rules.WITHDRAWN, pgettext_lazy("ask", "Withdrawn")


class AskQuerySet(PermissionQuerySet):
    def public(self) -> "AskQuerySet":
        """Those that anybody may read: asked in public, and put."""
        return self.filter(is_quiet=False, put_on__isnull=False)

    def open(self) -> "AskQuerySet":
        return self.exclude(state__in=Ask.ENDED)

    def overdue(self, today: date) -> "AskQuerySet":
        """Put, and their day passed without a word."""
        return self.filter(state=AskState.PUT, answer_due_on__lt=today)

    def asked_of(self, organizations: Iterable[Organization]) -> "AskQuerySet":
        return self.filter(bearers__organization__in=list(organizations)).distinct()


class Ask(AskActions, Record):
    """One thing that one or several duty bearers are asked to do."""

    class Reminded(models.TextChoices):
        """Of what its people were told."""

        NOTHING = "", pgettext_lazy("commitment, reminder", "Nothing")
        DUE = "due", pgettext_lazy("ask, reminder", "Answer overdue")

    State = AskState
    ENDED = (AskState.AGREED, AskState.WITHDRAWN)

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    # Its number within a year: ASK-26-004.
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    issue = models.TextField(pgettext_lazy("ask", "Issue"), max_length=4_000)
    wording = models.TextField(pgettext_lazy("ask", "Wording"), max_length=4_000)
    # By when it is to be done; nothing: the wording says none.
    wanted_by = models.DateField(pgettext_lazy("ask", "To be done by"), null=True, blank=True)
    right = models.CharField(gettext_lazy("Right"), max_length=40)
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=pgettext_lazy("ask", "Area"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    # A post, such as Minister of Labour: persons change.
    post = models.CharField(pgettext_lazy("ask", "Post"), max_length=200, blank=True)
    is_quiet = models.BooleanField(pgettext_lazy("ask", "Quiet"))
    # A quiet one is shown on the desk of its institution only where it was put by letter and
    # somebody said so.
    may_read_on_desk = models.BooleanField(
        gettext_lazy("May be read on their desk"), default=False
    )
    occasion = models.CharField(pgettext_lazy("ask", "Occasion"), max_length=200, blank=True)
    occasion_on = models.DateField(
        pgettext_lazy("ask", "Date of the occasion"), null=True, blank=True
    )
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=9, choices=AskState,
        default=AskState.DRAFTED,
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Who wrote in it last; nobody who wrote in it clears it.
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    cleared_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    cleared_at = models.DateTimeField(null=True, editable=False)
    put_on = models.DateField(pgettext_lazy("ask", "Put on"), null=True, editable=False)
    put_how = models.CharField(max_length=9, blank=True, editable=False)
    answer_due_on = models.DateField(
        pgettext_lazy("ask", "Answer expected by"), null=True, blank=True
    )
    follow_up_on = models.DateField(pgettext_lazy("ask", "Follow up on"), null=True, blank=True)
    answered_on = models.DateField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.CharField(
        pgettext_lazy("ask", "Why it was withdrawn"), max_length=300, blank=True
    )
    reminded = models.CharField(max_length=6, choices=Reminded, blank=True, editable=False)

    audit_name = "ask"
    crypto_label = "ask"

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Advocacy ask")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="ask_number_once"),
            models.CheckConstraint(
                name="ask_cleared_by_another",
                condition=Q(cleared_by=None)
                | ~Q(cleared_by=F("by")) & ~Q(cleared_by=F("changed_by")),
            ),
            models.CheckConstraint(
                name="ask_cleared_before_it_is_put",
                condition=Q(state="drafted", cleared_by=None, put_on=None)
                | Q(state="withdrawn")
                | Q(state="cleared", cleared_by__isnull=False, put_on=None)
                | Q(state__in=("put", "answered", "agreed", "refused"), cleared_by__isnull=False,
                    put_on__isnull=False),
            ),
            models.CheckConstraint(
                name="ask_withdrawn_with_a_reason",
                condition=~Q(state="withdrawn") | ~Q(withdrawn_because=""),
            ),
            models.CheckConstraint(
                name="ask_quiet_on_desk_by_letter",
                condition=Q(may_read_on_desk=False) | Q(is_quiet=True, put_how="letter"),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "answer_due_on"], name="asks_by_state"),
        ]

    class Privacy:
        no_owner = gettext_lazy("What an institution is asked; names nobody.")
        plain_text = {
            "issue": "words of an office about many people; its form says to name nobody",
            "wording": "what an institution is asked; a second person reads it first",
            "post": "a post of an institution, no person",
            "occasion": "a meeting or a day of institutions",
            "withdrawn_because": "a reason of an office",
        }

    class Events:
        listed = AuditEvent(gettext_lazy("Advocacy asks viewed"))
        drafted = AuditEvent(gettext_lazy("Advocacy ask drafted"))
        changed = AuditEvent(gettext_lazy("Advocacy ask updated"))
        assessed = AuditEvent(gettext_lazy("Risk of an advocacy ask assessed"))
        circle_changed = AuditEvent(gettext_lazy("Circle of an advocacy ask changed"))
        cleared = AuditEvent(
            gettext_lazy("Advocacy ask cleared"),
            notice=Notice(pgettext_lazy("notification", "Advocacy ask cleared"), "decision"),
        )
        returned = AuditEvent(
            gettext_lazy("Advocacy ask returned for changes"),
            notice=Notice(
                gettext_lazy("Advocacy ask returned for changes"), "decision", icon="arrow-back-up"
            ),
        )
        put = AuditEvent(gettext_lazy("Advocacy ask put"))
        followed_up = AuditEvent(gettext_lazy("Advocacy ask followed up"))
        answered = AuditEvent(
            gettext_lazy("Answer to an advocacy ask recorded"),
            notice=Notice(
                gettext_lazy("Institution answered an advocacy ask"), "work", icon="messages"
            ),
        )
        released = AuditEvent(gettext_lazy("Answer to an advocacy ask released"))
        committed = AuditEvent(gettext_lazy("Commitment recorded from an advocacy ask"))
        withdrawn = AuditEvent(gettext_lazy("Advocacy ask withdrawn"))
        printed = AuditEvent(gettext_lazy("Evidence sheet of an advocacy ask downloaded"))
        overdue = AuditEvent(
            gettext_lazy("Reminded of an advocacy ask"),
            notice=Notice(
                gettext_lazy("Advocacy ask without answer after its date"), "work", icon="clock"
            ),
        )

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("asks:ask", args=[self.ref])

    @property
    def number(self) -> str:
        return f"ASK-{self.year % 100:02d}-{self.serial:03d}"

    @property
    def is_restricted(self) -> bool:
        """A quiet one: its audit entries are neutral, its links are shown to its circle alone."""
        return self.is_quiet

    def text_in(self, language: str) -> tuple[str, str] | None:
        """Issue and wording in this language; None where it lacks them, never another one."""
        if language == self.language:
            return self.issue, self.wording
        found = (each for each in self.texts.all() if each.language == language)
        text = next(found, None)
        return (text.issue, text.wording) if text else None

    @property
    def text_for_reader(self) -> tuple[str, str, str]:
        """Issue, wording and their language: the reader's, else that of origin."""
        here = (get_language() or "").split("-")[0]
        said = self.text_in(here)
        return (*said, here) if said else (self.issue, self.wording, self.language)

    @property
    def title(self) -> str:
        """The wording of origin, cut after a whole word where it is long."""
        words = " ".join(self.wording.split())
        if len(words) <= TITLE_LETTERS:
            return words
        return f"{words[:TITLE_LETTERS].rsplit(' ', 1)[0]} …"

    @property
    def sheet_title(self) -> str:
        """What its evidence sheet is called."""
        return str(SHEET_TITLE)

    @property
    def languages(self) -> list[str]:
        """In which it is worded, in the order of the product."""
        said = {self.language, *(each.language for each in self.texts.all())}
        return [code for code in LANGUAGES if code in said]

    @property
    def missing_languages(self) -> list[str]:
        return [code for code in LANGUAGES if code not in self.languages]

    @property
    def right_label(self) -> str:
        return codes.label("right", self.right)

    @property
    def addressee(self) -> Organization | None:
        first = next(iter(self.bearers.all()), None)
        return first.organization if first else None

    @property
    def standing(self) -> rules.Standing:
        """Where it stands, as far as its own columns tell."""
        return rules.Standing(self.state, self.answer_due_on, self.follow_up_on)

    @property
    def is_editable(self) -> bool:
        return self.state == AskState.DRAFTED

    # Writing.

    @classmethod
    @transaction.atomic
    def draft(
        cls, *, by: User, office: Office, addressee: Organization | None = None,
        bearers: Iterable[Organization] = (), **fields: Any,
    ) -> "Ask":  # fmt: skip
        """Drafts an ask with its number. A quiet one is its writer's alone at first."""
        codes.require("right", fields["right"])
        year = office.today().year
        ask = cls(by=by, changed_by=by, office=office, year=year, **fields)
        ask._must_say()
        ask.serial = Sequence.reserve(SEQUENCE, year)[0]
        ask.save()
        if ask.is_quiet:
            ask._admit([by])
        ask._set_bearers(addressee, bearers)
        log.log_event(by, "ask.drafted", ask)
        return ask

    @transaction.atomic
    def change(
        self, *, by: User, addressee: Organization | None = None,
        bearers: Iterable[Organization] = (), **fields: Any,
    ) -> None:  # fmt: skip
        """Changes a draft. Translations of other words are marked as older than the wording."""
        self._must_be_draft()
        codes.require("right", fields.get("right", self.right))
        before = self.issue, self.wording, self.language
        was_quiet = self.is_quiet
        for name, value in fields.items():
            setattr(self, name, value)
        self._must_say()
        self.changed_by = by
        self.save()
        if (self.issue, self.wording, self.language) != before:
            self.texts.filter(language=self.language).delete()
            self.texts.update(is_stale=True)
        self._keep_quiet(was_quiet, by)
        self._set_bearers(addressee, bearers)
        self._forget()
        log.log_event(by, "ask.changed", self, fields=sorted(fields))

    @transaction.atomic
    def translate(self, language: str, *, by: User, issue: str, wording: str) -> AskText:
        """Writes a translation in the place of the one that stood there; until it is cleared."""
        self._must_be_draft()
        if language == self.language:
            raise Refusal(_("This is the language of the ask itself: edit the ask."))
        if not issue.strip() or not wording.strip():
            raise Refusal(_("Translate both: the issue, and what is asked."))
        text, _is_new = self.texts.update_or_create(
            language=language,
            defaults={"issue": issue.strip(), "wording": wording.strip(), "is_stale": False,
                      "by": by, "at": now()},
        )  # fmt: skip
        self._wrote(by, "ask.changed")
        return text

    @transaction.atomic
    def change_basis(self, *, by: User) -> None:
        """Somebody says anew on what it rests (`linked.set_basis`): whoever does wrote in it."""
        self._must_be_draft()
        self._wrote(by, "ask.changed")

    @transaction.atomic
    def assess_risk(self, *, by: User, risks: Mapping[str, tuple[str, str]]) -> None:
        """Says to each group how likely harm is, and what reduces it. Nothing is assumed: a group
        of which nothing was said has no risk on record, and the ask cannot be cleared.
        """
        self._must_be_draft()
        for whom, (likelihood, measure) in risks.items():
            if not likelihood:
                raise Refusal(_("Say how likely harm is for each group."))
            if likelihood != rules.NO_RISK and not measure.strip():
                raise Refusal(_("Say what reduces the risk."))
            self.risks.update_or_create(
                whom=whom, defaults={"likelihood": likelihood, "measure": measure.strip()}
            )
        self._wrote(by, "ask.assessed")

    @transaction.atomic
    def set_circle(self, *, by: User, colleagues: Iterable[User]) -> None:
        """Says who is in the circle of a quiet ask. Its writer stays, and so does whoever says
        it: nobody shuts themselves out.
        """
        if not self.is_quiet:
            raise Refusal(_("This ask is public: it has no circle."))
        lock_and_refresh(self, "state")
        kept = {each.pk: each for each in (self.by, by, *colleagues)}
        self.grants.exclude(user__in=kept).delete()
        self._admit(kept.values())
        log.log_event(by, "ask.circle_changed", self, count=len(kept))

    def _admit(self, users: Iterable[User]) -> None:
        for user in users:
            self.grants.get_or_create(
                grantee=f"user:{user.pk}", defaults={"user": user, "why": "circle"}
            )

    def _keep_quiet(self, was_quiet: bool, by: User) -> None:
        if self.is_quiet == was_quiet:
            return
        if self.is_quiet:
            self._admit([self.by, by])
        else:
            self.grants.all().delete()
        Link.restrict(ASK, self)

    def _set_bearers(
        self, addressee: Organization | None, bearers: Iterable[Organization]
    ) -> None:
        wanted = {each.pk: each for each in ([addressee] if addressee else [])}
        wanted |= {each.pk: each for each in bearers}
        self.bearers.all().delete()
        for each in wanted.values():
            self.bearers.create(
                organization=each, is_addressee=addressee is not None and each == addressee
            )

    def _wrote(self, by: User, event: str) -> None:
        self.changed_by = by
        self.save(update_fields=["changed_by"])
        self._forget()
        log.log_event(by, event, self)

    def _forget(self) -> None:
        """What was read before it was written is asked for anew."""
        self._prefetched_objects_cache: dict[str, Any] = {}

    def _must_be_draft(self) -> None:
        lock_and_refresh(self, "state", "is_quiet")
        if self.state != AskState.DRAFTED:
            raise Refusal(_("This ask is no longer a draft. Return it for changes first."))

    def _must_say(self) -> None:
        self.issue, self.wording = self.issue.strip(), self.wording.strip()
        self.post = self.post.strip()
        if not self.issue:
            raise Refusal(_("Write what is wrong."))
        if not self.wording:
            raise Refusal(_("Write what exactly is asked."))
        if self.language not in LANGUAGES:
            raise Refusal(_("Choose one of the languages of the site."))
