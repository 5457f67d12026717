"""Interviews with one traveller, held by somebody other than the counsellor.

Protects who was pressed, or never understood, or fears what awaits them: on whether somebody goes
freely, and whether they wish asylum, nobody's word counts but their own, said alone and in their
language. Waiting a day after the counselling is our choice (`INTERVIEW_AFTER`).
"""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import RestrictedGroupAccess, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.assessment.protection_questions import ASYLUM_WISH
from amparo.pillars.assistance.cases.access_grants import second_people
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.parent_office import advice_where_alone
from amparo.ui import formats as speech

from .. import rules
from ..extension_points import is_qualified
from .counselling import counselled_until, counsellors_of
from .journeys import ReturnJourney
from .qualifications import Qualification
from .travellers import Traveller

# How many hours after the counselling, where an office has not set it: our choice.
INTERVIEW_AFTER, HOURS = "return.interview_after", 24


class PrivateInterview(Record):
    """What every interview has: alone, in their language, by another than the counsellor."""

    class Interpreter(models.TextChoices):
        NONE = "none", gettext_lazy("Nobody: the interviewer speaks the language")
        INDEPENDENT = "independent", gettext_lazy("An interpreter who is neither family nor party")
        FAMILY = "family", gettext_lazy("Somebody of the family")
        PARTY = "party", gettext_lazy("Somebody with an interest in the return")

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="%(class)ss")
    held_at = models.DateTimeField(gettext_lazy("Held on"))
    language = models.CharField(gettext_lazy("Language"), max_length=10)
    interpreter = models.CharField(
        gettext_lazy("Who interpreted"), max_length=12, choices=Interpreter
    )
    interpreter_name = PersonalField(gettext_lazy("Name of the interpreter"))
    # Of a child: the guardian who was present; nobody else is.
    guardian = PersonalField(gettext_lazy("Guardian who was present"))
    text = PersonalField(gettext_lazy("Account of the person"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> Case:
        return self.traveller.journey.case

    @property
    def journey(self) -> ReturnJourney:
        return self.traveller.journey

    def must_be_private(self, *, is_alone: bool) -> None:
        """Refuses an interview that shows nothing, and says what to do. Holds the journey."""
        self.journey.hold()
        self.journey.must_be_before_departure()
        if not self.traveller.is_going:
            raise Refusal(_("They do not travel on this return."))
        if self.held_at > now():
            raise Refusal(_("An interview is recorded when it was held, not before."))
        must_be_of_another(self.journey, self.by)
        self._must_be_understood()
        if not is_alone:
            raise Refusal(
                _(
                    "Somebody else was present. Hold the interview again, alone with the person; "
                    "a child has only the guardian beside them."
                )
            )
        if self.traveller.is_child:
            self._must_suit_a_child()

    def _must_be_understood(self) -> None:
        theirs = self._languages()
        if not theirs:
            raise Refusal(
                _(
                    "No language is noted in their file. Note which languages they speak, then "
                    "record the interview."
                )
            )
        if self.language not in theirs:
            raise Refusal(
                _(
                    "This is none of the languages in their file: %(languages)s. Hold the "
                    "interview in one of them, or correct the file."
                )
                % {"languages": speech.join_list(map(speech.language_name, theirs))}
            )
        if self.interpreter in (self.Interpreter.FAMILY, self.Interpreter.PARTY):
            raise Refusal(
                _(
                    "Whoever interprets is neither of the family nor has an interest in the "
                    "return. Hold the interview again with another interpreter."
                )
            )
        if self.interpreter == self.Interpreter.INDEPENDENT and not self.interpreter_name.strip():
            raise Refusal(_("Write the name of the interpreter."))

    def _languages(self) -> list[str]:
        """Those of the traveller; of who has none noted, those of whom the case is about."""
        of_the_case = self.file.person
        return self.traveller.person.languages or (of_the_case.languages if of_the_case else [])

    def _must_suit_a_child(self) -> None:
        if not self.guardian.strip():
            raise Refusal(_("Write which guardian was present at the interview of the child."))
        must_work_with_children(self.journey, self.by, self.day)

    @property
    def day(self) -> date:
        return self.journey.local(self.held_at)


def must_be_of_another(journey: ReturnJourney, by: User) -> None:
    """Raises Refusal where `by` may interview nobody on this return, whatever they write."""
    counsellors = counsellors_of(journey)
    if not counsellors:
        raise Refusal(_("Nobody has counselled them yet. Record the counselling first."))
    if by in second_people(journey.case, "case.work", besides=counsellors):
        return
    if by.pk not in counsellors:
        raise Refusal(_("Somebody who works on the case in this office holds the interview."))
    advice = advice_where_alone(journey.case)
    raise Refusal(f"{_('You counselled them. A colleague holds the interview.')} {advice}".strip())


def must_work_with_children(journey: ReturnJourney, by: User, day: date) -> None:
    """Raises Refusal where a colleague works with children and `by` does not."""
    case = journey.case
    if is_for_children(by, case, day):
        return
    others = second_people(case, "case.work", besides=counsellors_of(journey))
    if any(is_for_children(user, case, day) for user in others):
        raise Refusal(
            _("A colleague of this office who works with children interviews the child.")
        )


def must_be_qualified_for_asylum(case: Case, by: User, day: date) -> None:
    """Raises Refusal where no qualification of `by` counts on that day."""
    if is_qualified(by, Qualification.Kind.ASYLUM, day):
        return
    words = _(
        "No qualification to hear an intention to seek asylum counts for you on that "
        "day. Somebody qualified hears them, or the decision of the asylum authority "
        "is added to the case. A supervisor enters qualifications."
    )
    raise Refusal(f"{words} {advice_where_alone(case)}".strip())


def is_for_children(user: User, case: Case, day: date) -> bool:
    """Whether the user works with children: by leave for them in this office, or qualified."""
    leave = RestrictedGroupAccess.objects.live().filter(
        user=user, office=case.office, group=Case.Confidentiality.CHILD
    )
    return _has(leave) or is_qualified(user, Qualification.Kind.CHILDREN, day)


@aggregate_query("whether a colleague works with children is asked before they interview one")
def _has(leave: models.QuerySet) -> bool:
    return leave.exists()


class WaitingTimeWaiver(Record):
    """A supervisor who did not counsel them lets the interview be held sooner, and says why."""

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="waivers")
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "waitingtimewaiver"
    audit_name = "waitingtimewaiver"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Waiver of the waiting time")

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Waiver of the waiting time before an interview")
        review = True
        disclose = ("at", "because")

    class Events:
        prefix = "return"
        waiting_waived = AuditEvent(
            gettext_lazy("Waiting time before interview waived"),
            icon="clock",
            timeline=pgettext_lazy("timeline", "Waiting time before interview waived"),
            quote="because",
            story=False,
        )

    def __str__(self):
        return f"WaitingTimeWaiver {self.ref}"

    @property
    def file(self) -> Case:
        return self.traveller.journey.case

    @classmethod
    @transaction.atomic
    def give(cls, traveller: Traveller, *, by: User, because: str) -> "WaitingTimeWaiver":
        journey = traveller.journey
        journey.hold()
        journey.must_be_before_departure()
        must_be_waivable(traveller, by=by)
        if not because.strip():
            raise Refusal(_("Write why the interview cannot wait."))
        still_counts = traveller.waivers.filter(by=by, at__gte=counselled_until(journey))
        if there := still_counts.first():
            return there  # sent twice
        made = cls.objects.create(traveller=traveller, by=by, because=because.strip())
        log.log_event(by, "return.waiting_waived", made)
        return made


def must_be_waivable(traveller: Traveller, *, by: User) -> None:
    """Raises Refusal where nobody may waive the waiting time, or not `by`."""
    journey = traveller.journey
    if traveller.is_child:
        words = _("For a child nobody waives the waiting time.")
        raise Refusal(f"{words} {_('Hold the interview after the waiting time.')}")
    counsellors = counsellors_of(journey)
    if not counsellors:
        raise Refusal(_("Nobody has counselled them yet. Record the counselling first."))
    if by not in second_people(journey.case, "case.approve", besides=counsellors):
        words = _("A supervisor who did not counsel them decides this.")
        raise Refusal(f"{words} {advice_where_alone(journey.case)}".strip())


class VoluntarinessInterview(PrivateInterview):
    """Whether one traveller goes freely: the only evidence that the check takes."""

    is_voluntary = models.BooleanField(gettext_lazy("Goes freely"))

    crypto_label = "voluntarinessinterview"
    audit_name = "voluntarinessinterview"

    class Meta:
        verbose_name = gettext_lazy("Voluntariness interview")

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Voluntariness interview")
        review = True
        disclose = (
            "held_at", "language", "interpreter", "interpreter_name", "guardian", "is_voluntary",
            "text",
        )  # fmt: skip

    class Events:
        prefix = "return"
        interviewed = AuditEvent(
            gettext_lazy("Voluntariness interview recorded"),
            icon="messages",
            timeline=gettext_lazy("Voluntariness interview"),
            quote="text",
            notice=Notice(
                gettext_lazy("Return not voluntary, as said in an interview"),
                "danger",
                icon="hand-stop",
            ),
        )

    @classmethod
    @transaction.atomic
    def hold(
        cls, traveller: Traveller, *, by: User, is_voluntary: bool, is_alone: bool = False, **said
    ) -> "VoluntarinessInterview":
        """Keeps what was heard. A yes meets the check where nothing else is missing; a no shuts
        it, and the supervisors are told. Sent twice it is one interview.
        """
        interview = cls(traveller=traveller, by=by, is_voluntary=is_voluntary, **said)
        interview.must_be_private(is_alone=is_alone)
        interview._must_come_later()
        same = traveller.voluntarinessinterviews.filter(
            by=by, held_at=interview.held_at, is_voluntary=is_voluntary
        )
        if there := same.first():
            return there
        interview.save()
        log.log_event(by, "return.interviewed", interview, language=interview.language)
        _conclude(interview, rules.VOLUNTARINESS, is_met=is_voluntary)
        if not is_voluntary:
            case = traveller.journey.case
            case.tell(case.supervisors(), "return.interviewed", by=by, urgent=True)
        return interview

    def _must_come_later(self) -> None:
        journey = self.journey
        hours = journey.case.rules.amount(INTERVIEW_AFTER) or HOURS
        counselled = counselled_until(journey)
        if self.held_at >= counselled + timedelta(hours=hours):
            return
        is_waived = self.traveller.waivers.filter(at__gte=counselled).exists()
        if is_waived and not self.traveller.is_child and self.held_at >= counselled:
            return
        words = _(
            "The interview is held at least %(hours)s hours after the counselling: "
            "from %(moment)s."
        ) % {"hours": hours, "moment": _moment(journey, counselled + timedelta(hours=hours))}
        if self.traveller.is_child:
            raise Refusal(f"{words} {_('For a child nobody waives the waiting time.')}")
        advice = _("A supervisor who did not counsel them may waive the waiting time.")
        raise Refusal(f"{words} {advice}")


class AsylumDeclaration(PrivateInterview):
    """What one traveller declares about asylum, once informed: heard by somebody qualified."""

    is_informed = models.BooleanField(gettext_lazy("Informed about asylum in their language"))
    wishes_asylum = models.BooleanField(gettext_lazy("Wishes asylum, or fears return"))

    crypto_label = "asylumdeclaration"
    audit_name = "asylumdeclaration"

    class Meta:
        verbose_name = gettext_lazy("Declaration about asylum")

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Declaration about asylum")
        review = True
        disclose = (
            "held_at", "language", "interpreter", "interpreter_name", "guardian", "is_informed",
            "wishes_asylum", "text",
        )  # fmt: skip

    class Events:
        prefix = "return"
        declared = AuditEvent(
            gettext_lazy("Asylum declaration recorded"),
            icon="messages",
            timeline=gettext_lazy("Declaration about asylum"),
            quote="text",
        )

    @classmethod
    @transaction.atomic
    def hear(
        cls, traveller: Traveller, *, by: User, is_informed: bool, wishes_asylum: bool,
        is_alone: bool = False, **said,
    ) -> "AsylumDeclaration":  # fmt: skip
        """Keeps what was declared. No wish meets the check where nothing else is missing; a wish
        shuts it and raises a protection flag. Sent twice it is one declaration.
        """
        declaration = cls(
            traveller=traveller, by=by, is_informed=is_informed, wishes_asylum=wishes_asylum,
            **said,
        )  # fmt: skip
        declaration.must_be_private(is_alone=is_alone)
        must_be_qualified_for_asylum(declaration.file, by, declaration.day)
        if not is_informed:
            raise Refusal(
                _("Explain in their language what asylum is, and that they may ask for it. "
                  "Only then what they declare counts.")
            )  # fmt: skip
        same = traveller.asylumdeclarations.filter(
            by=by, held_at=declaration.held_at, wishes_asylum=wishes_asylum
        )
        if there := same.first():
            return there
        declaration.save()
        log.log_event(by, "return.declared", declaration, language=declaration.language)
        _conclude(declaration, rules.ASYLUM, is_met=not wishes_asylum)
        if wishes_asylum:
            ProtectionFlag.raise_flags(
                traveller.journey.case, [ASYLUM_WISH], by=by, person=traveller.person,
                source=ProtectionFlag.Source.DECLARATION, source_ref=declaration.ref,
                at=declaration.held_at,
            )  # fmt: skip
        return declaration


def _moment(journey: ReturnJourney, moment: datetime) -> str:
    return speech.moment(moment.astimezone(journey.case.office.zone))


def _conclude(interview: PrivateInterview, kind: str, *, is_met: bool) -> None:
    """The check of the person follows from what was heard, as far as nothing else is missing."""
    journey, by = interview.journey, interview.by
    check = journey.checks.filter(kind=kind, person=interview.traveller.person_id).first()
    if check is None:
        return
    if not is_met:
        check.reopen(by=by, text=_("An interview says otherwise."))
    elif not check.missing:
        record = (interview._meta.model_name or "", interview)
        words = interview.text.strip() or _("As heard in the interview.")
        check.decide(by=by, met=True, text=words, record=record)
