"""Rounds that are expected: so many months after the return, or after the closure of a case."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.labels import labelled
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.pillars.assistance.cases.models.base import CaseRecord

from ..instrument import Since, said
from ..months import months_after
from .instruments import InstrumentVersion

if TYPE_CHECKING:
    from .rounds import SurveyResponse


class ScheduledSurveyQuerySet(PermissionQuerySet):
    def of(self, user: User) -> "ScheduledSurveyQuerySet":
        """Those of their own cases; about a closure, those that are in their calendar."""
        return self.filter(Q(case__owner=user, is_about_closure=False) | Q(task__assigned_to=user))

    def waiting(self) -> "ScheduledSurveyQuerySet":
        """Neither held nor let go, in cases that are still accompanied; those about the closure
        of a case while it is closed.
        """
        closed = Q(case__status=Case.Status.CLOSED)
        open_ = ~Q(case__status__in=Case.ENDED)
        return self.filter(
            Q(is_about_closure=True) & closed | Q(is_about_closure=False) & open_, is_open=True
        )


class ScheduledSurvey(CaseRecord):
    """One round expected of one person by a day; it stands in the calendar of the case too."""

    class NotAsked(models.TextChoices):
        """Why nothing was answered: each an answer of its own, and none of them a no."""

        DECLINED = "declined", pgettext_lazy("survey", "Declined to be surveyed")
        NOT_REACHED = "not_reached", pgettext_lazy("survey", "Not reached")
        UNSAFE = "unsafe", pgettext_lazy("survey", "Contact not safe or not agreed to")
        OTHER = "other", pgettext_lazy("reason", "Other")

    person = models.ForeignKey(Person, models.PROTECT, related_name="scheduledsurveys")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+")
    wave = models.CharField(max_length=30)
    due_on = models.DateField(gettext_lazy("Due date"))
    task = models.OneToOneField(Task, models.SET_NULL, null=True, related_name="round_due")
    # Whether it is counted from the closure of the case.
    is_about_closure = models.BooleanField(default=False)
    # The shadow of the round that was held, or of letting it go, for lists.
    is_open = models.BooleanField(default=True)
    not_asked = models.CharField(
        pgettext_lazy("survey", "Not conducted because"),
        max_length=12,
        choices=NotAsked,
        blank=True,
    )
    cancelled_at = models.DateTimeField(gettext_lazy("Cancelled on"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    cancelled_reason = PersonalField(gettext_lazy("Why it was cancelled"))

    crypto_label = "scheduledsurvey"
    audit_name = "scheduledsurvey"

    objects = ScheduledSurveyQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Round that is due")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "version", "wave"], name="each_round_due_once"
            )
        ]
        indexes = [models.Index(fields=["is_open", "due_on"], name="rounds_due")]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Next contact for survey")
        disclose = ("due_on", "wave_called", "not_asked", "cancelled_at", "cancelled_reason")
        review = ("cancelled_reason",)

    @property
    @labelled(pgettext_lazy("column", "Survey"))
    def wave_called(self) -> str:
        return said(self.version.survey.wave(self.wave).name, get_language() or "")

    @classmethod
    @transaction.atomic
    def expect(
        cls, case: Case, *, by: User, person: Person, version: InstrumentVersion, wave: str,
        due_on: date, assigned_to: User | None = None, is_in_calendar: bool = True,
    ) -> "ScheduledSurvey":  # fmt: skip
        """Expected again, only the day moves; what was held or let go is not expected again.

        `assigned_to` has it in their calendar; the owner of the case unless somebody is named.
        """
        alike = ScheduledSurvey.objects.filter(
            case=case, person=person, version=version, wave=wave
        )
        due = alike.first()
        if due is None:
            due = ScheduledSurvey(
                case=case, by=by, person=person, version=version, wave=wave, due_on=due_on,
                is_about_closure=version.survey.is_about_closure,
            )  # fmt: skip
            if is_in_calendar:
                due._into_the_calendar(by, assigned_to)
            due.save()
            log.log_event(by, "round.expected", due, code=wave, due=due_on)
        elif due.is_open:
            due._expect_again(due_on, assigned_to, by=by)
        return due

    def _expect_again(self, due_on: date, assigned_to: User | None, *, by: User) -> None:
        if self.due_on != due_on:
            self.move(due_on, by=by)
        if self.is_about_closure and not (self.task and self.task.is_open):
            self._into_the_calendar(by, assigned_to)  # the case was reopened, and closed again
            self.save(update_fields=["task"])

    @classmethod
    def expect_after(cls, held: "SurveyResponse", *, by: User) -> None:
        """The next round, counted from the return; where its day is not known, from this one.

        Those about a closure are expected when the case is closed.
        """
        if held.version.survey.is_about_closure:
            return
        later = held.version.survey.after(held.wave)
        there = set(
            held.person.surveyresponses.standing()
            .filter(case=held.case, version=held.version)
            .values_list("wave", flat=True)
        )
        following = next((wave for wave in later if wave.code not in there), None)
        if following is None:
            return
        from_month = held.version.survey.wave(held.wave).months
        since, months = held.returned_on, following.months
        if since is None:
            since, months = held.on, following.months - from_month
        cls.expect(
            held.case, by=by, person=held.person, version=held.version, wave=following.code,
            due_on=months_after(since, months),
        )  # fmt: skip

    @classmethod
    def met_by(cls, held: "SurveyResponse", *, by: User) -> None:
        """Held: it is expected no more, and neither is an earlier one that nobody held."""
        survey = held.version.survey
        done = [w.code for w in survey.waves if w.months <= survey.wave(held.wave).months]
        if survey.is_about_closure:
            cls._note_held(held, by=by)
        for due in cls.objects.filter(
            case=held.case, person=held.person, version=held.version, wave__in=done, is_open=True
        ):
            due._end(by=by)

    @classmethod
    def _note_held(cls, held: "SurveyResponse", *, by: User) -> None:
        """One that was asked before the case was closed stands among those expected too: there
        they are counted.
        """
        cls.objects.get_or_create(
            case=held.case, person=held.person, version=held.version, wave=held.wave,
            defaults={
                "by": by, "due_on": held.on, "is_open": False, "is_about_closure": True,
            },
        )  # fmt: skip

    @transaction.atomic
    def move(self, due_on: date, *, by: User) -> None:
        self.due_on = due_on
        self.save(update_fields=["due_on"])
        if self.task and self.task.is_open:
            self.task.move(due_on, by=by)

    @transaction.atomic
    def cancel(self, *, by: User, because: str = "", not_asked: str = NotAsked.OTHER) -> None:
        """It will not be held: they do not wish it, or cannot be asked. Somebody says why."""
        if not_asked == self.NotAsked.OTHER and not because.strip():
            raise Refusal(_("State why this survey is not conducted."))
        if not self.is_about_closure:
            self.case.require_work_allowed()
        lock_and_refresh(self, "is_open", "cancelled_at")
        if self.cancelled_at:
            return  # sent twice
        if not self.is_open:
            raise Refusal(_("This survey was already conducted."))
        self.cancelled_at, self.cancelled_by, self.cancelled_reason = now(), by, because.strip()
        self.not_asked = not_asked
        self.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason", "not_asked"])
        self._end(by=by)
        log.log_event(by, "round.cancelled", self, code=self.wave, reason=not_asked)

    def _into_the_calendar(self, by: User, assigned_to: User | None) -> None:
        survey = self.version.survey
        language = get_language() or ""
        words = _("%(survey)s: %(round)s") % {
            "survey": said(survey.name, language), "round": self.wave_called,
        }  # fmt: skip
        somebody = {"assigned_to": assigned_to} if assigned_to else {}
        self.task = Task.expect(
            self.case, Task.What.OTHER, self.due_on, by=by, text=words, **somebody
        )

    def _end(self, *, by: User) -> None:
        self.is_open = False
        self.save(update_fields=["is_open"])
        if self.task and self.task.is_open:
            self.task.done(by=by)


# How long before its day a round stands among what waits.
SOON = timedelta(days=14)


def schedule_baseline(
    case: Case, person: Person, returned_on: date, *, by: User
) -> ScheduledSurvey | None:
    """Somebody arrived: their first round is due that day, by the survey that is in use."""
    version = InstrumentVersion.objects.newest(Since.RETURN)
    if version is None or person.surveyresponses.filter(case=case, version=version).exists():
        return None
    first = min(version.survey.waves, key=lambda wave: wave.months)
    return ScheduledSurvey.expect(
        case, by=by, person=person, version=version, wave=first.code,
        due_on=months_after(returned_on, first.months),
    )  # fmt: skip
