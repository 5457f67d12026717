"""Tests at an event: when one may be taken, and what each person had. Append-only.

A test is taken under one's own enrolment, or without a name under a pairing code of which only
keyed hashes are kept. What was chosen is sealed and erased a year after the event; points by
question stay, so that figures never change. Nobody reads single sittings without a name: figures
of five people and more are all that comes out.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import (
    allow_new,
    find_by_secret,
    load_related,
    lock_and_refresh,
)
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..pairing_codes import PairingCode, exact_text, near_texts
from ..question_files import Kind
from ..scoring import percent, share_of
from .enrolments import Enrolment
from .events import TrainingEvent
from .test_forms import TestForm, TestItem

# What a page needs of a form, whoever opens it.
FORM_PATHS = (
    "form__items__question__texts", "form__items__question__options__texts",
)  # fmt: skip
HASH_LENGTH = 40
WITHOUT_NAMES = gettext_lazy("Without names, with a pairing code")


class Moment(models.TextChoices):
    BEFORE = "before", pgettext_lazy("test", "Before the training")
    AFTER = "after", pgettext_lazy("test", "After the training")
    LATER = "later", pgettext_lazy("test", "Months later")


class ClashRefusal(Refusal):
    """Somebody has this pairing code already at this moment."""


def clash_words() -> str:
    return _("Somebody has this code already: add one more letter.")


class TestMoment(Record):
    """The test of an event before, after or months later: which form, and whether it is open."""

    __test__ = False
    Moment = Moment

    event = models.ForeignKey(TrainingEvent, models.PROTECT, related_name="test_moments")
    moment = models.CharField(
        pgettext_lazy("test", "Moment"), max_length=6, choices=Moment, default=Moment.BEFORE
    )
    form = models.ForeignKey(
        TestForm,
        models.PROTECT,
        verbose_name=pgettext_lazy("training test", "Test form"),
        related_name="moments",
    )
    is_anonymous = models.BooleanField(WITHOUT_NAMES, default=False)
    opened_at = models.DateTimeField(default=now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    audit_name = "testmoment"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Test of an event")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "moment"], name="test_moment_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("A test of an event; what somebody answered is recorded apart.")

    class Events:
        opened = AuditEvent(gettext_lazy("Test of an event opened"))
        closed = AuditEvent(gettext_lazy("Test of an event closed"))
        reopened = AuditEvent(gettext_lazy("Test of an event reopened"))

    def __str__(self):
        return f"{self.event_id} {self.moment}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def way_label(self) -> str:
        """How participants take it."""
        if self.is_anonymous:
            return str(WITHOUT_NAMES)
        return _("With the code of the badge")

    @property
    def items(self) -> list[TestItem]:
        return list(self.form.items.all())

    @classmethod
    def with_secret(cls, secret: str) -> "TestMoment | None":
        """Returns the test of this link, or None."""
        try:
            ref = UUID(secret)
        except ValueError:
            return None
        return cls._default_manager.filter(ref=ref).first()

    @classmethod
    def for_link(cls, ref: UUID) -> Self | None:
        """Returns the test of a link with its event and questions, and opens them; or None."""
        paths = ("event__version__course", "event__sessions", "event__version__texts", *FORM_PATHS)
        return find_by_secret(cls, str(ref), *paths)

    @classmethod
    @transaction.atomic
    def open(
        cls, event: TrainingEvent, *, by: User, moment: str, form: TestForm,
        is_anonymous: bool = False,
    ) -> "TestMoment":  # fmt: skip
        """Lets participants take the test from now on."""
        if form.version_id != event.version_id:
            raise Refusal(_("This form belongs to another version of the course."))
        others = list(cls.objects.filter(event=event))
        if any(each.moment == moment for each in others):
            raise Refusal(_("This event has this test already. Open it again below."))
        if any(each.is_anonymous != is_anonymous for each in others):
            raise Refusal(_(
                "The tests of one event are all with names, or all without: else no answers"
                " could be put together."
            ))  # fmt: skip
        found = cls.objects.create(
            event=event, moment=moment, form=form, is_anonymous=is_anonymous, by=by
        )
        log.log_event(by, "testmoment.opened", found)
        return found

    @transaction.atomic
    def close(self, *, by: User) -> None:
        """Takes no more answers by telephone; paper can still be entered. Twice is once."""
        lock_and_refresh(self, "closed_at")
        if self.closed_at is None:
            self.closed_at = now()
            self.save(update_fields=["closed_at"])
            log.log_event(by, "testmoment.closed", self)

    @transaction.atomic
    def reopen(self, *, by: User) -> None:
        """Takes answers again. Twice is once."""
        lock_and_refresh(self, "closed_at")
        if self.closed_at is not None:
            self.closed_at = None
            self.save(update_fields=["closed_at"])
            log.log_event(by, "testmoment.reopened", self)

    # Pairing codes: keyed, and bound to the event.

    def hash_text(self, text: str) -> str:
        said = f"{self.event.ref}|{text}".encode()
        return hmac.new(key_ring.derive("pairing codes"), said, sha256).hexdigest()[:HASH_LENGTH]

    def hash_code(self, code: PairingCode) -> str:
        return self.hash_text(exact_text(code))

    def has_code(self, hashed: str) -> bool:
        """Whether somebody took this test under this code."""
        return _has_code(self.pk, hashed)

    def has_form(self, form_key: UUID) -> bool:
        """Whether the form of this number has arrived already."""
        return _ref_of(form_key) is not None


@aggregate_query("whoever chooses a code learns whether it is free, and nothing of who has it")
def _has_code(moment: int, hashed: str) -> bool:
    return TestSitting.objects.filter(moment=moment, pairing=hashed).exists()


class TestSitting(Record):
    """What one person answered at one moment: sealed answers, points in the clear."""

    __test__ = False

    class Channel(models.TextChoices):
        TELEPHONE = "telephone", pgettext_lazy("test", "On a telephone")
        PAPER = "paper", pgettext_lazy("test", "On paper")

    moment = models.ForeignKey(
        TestMoment, models.PROTECT, verbose_name=gettext_lazy("Test of an event"),
        related_name="sittings",
    )  # fmt: skip
    # None where it was taken without a name, or the enrolment is no more.
    enrolment = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="test_sittings"
    )
    # Keyed hash of the pairing code, or of the enrolment: what belongs to one person is found by
    # it, also when the enrolment is no more.
    pairing = models.CharField(max_length=HASH_LENGTH, editable=False)
    # The number of the form that was sent: however often it comes, it is one sitting.
    form_key = models.UUIDField(unique=True, editable=False)
    channel = models.CharField(max_length=9, choices=Channel, default=Channel.TELEPHONE)
    # In the notation of paper, "A BC - 12"; erased a year after the event.
    answers = PersonalField(pgettext_lazy("test", "Answers"))
    percent = models.DecimalField(
        pgettext_lazy("test", "Score in percent"), max_digits=5, decimal_places=2
    )
    # When it was taken; of paper the start of the day that stands on it.
    taken_at = models.DateTimeField(pgettext_lazy("test", "Taken on"))
    at = models.DateTimeField(default=now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "testsitting"
    audit_name = "testsitting"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Test taken")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "pairing"], name="test_taken_once"),
        ]

    class Privacy:
        owner = "enrolment__participant"
        title = gettext_lazy("Tests taken")
        disclose = ("moment", "taken_at", "percent", "answers")
        # The points stay for the figures; the answers open with the participant's key alone.
        shared = True

    class Events:
        taken = AuditEvent(gettext_lazy("Test taken"))
        entered = AuditEvent(gettext_lazy("Test entered from paper"))

    def __str__(self):
        return f"TestSitting {self.ref}"

    @property
    def file(self) -> Any:
        """Whose key seals the answers: the participant's, or its own where nobody is named."""
        return self.enrolment.participant if self.enrolment else self

    @classmethod
    @transaction.atomic
    def take(
        cls, moment: TestMoment, answers: Sequence[str], *, form_key: UUID,
        enrolment: Enrolment | None = None, code: "tuple[str, Sequence[str]] | None" = None,
        by: User | None = None, taken_at: datetime | None = None,
    ) -> UUID:  # fmt: skip
        """Takes in the answers, in the order of the form and the notation of `scoring`. The same
        form sent again is the sitting that is there. Returns the `ref` of the sitting.

        `code` are the hash of the pairing code and those with a letter left out. `by` enters from
        paper, of the day `taken_at`. Raises Refusal for a second test of one person, and
        ClashRefusal for a code that somebody has.
        """
        if not moment.is_open and by is None:
            raise Refusal(_("This test is closed: nothing was recorded. Ask your trainer."))
        if known := _ref_of(form_key):
            return known
        pairing = cls._pairing(moment, enrolment, code)
        if _has_code(moment.pk, pairing):
            raise cls._second(enrolment)
        shares = [_share(item, said) for item, said in zip(moment.items, answers, strict=True)]
        sitting = cls(
            moment=moment, enrolment=enrolment, pairing=pairing, form_key=form_key,
            channel=cls.Channel.PAPER if by else cls.Channel.TELEPHONE,
            answers="\t".join(answers), percent=percent(shares), taken_at=taken_at or now(),
            by=by,
        )  # fmt: skip
        sitting._write(shares, code[1] if code else ())
        log.log_event(by, "testsitting.entered" if by else "testsitting.taken", sitting)
        return sitting.ref

    @staticmethod
    def _pairing(
        moment: TestMoment, enrolment: Enrolment | None,
        code: "tuple[str, Sequence[str]] | None",
    ) -> str:  # fmt: skip
        if moment.is_anonymous:
            if code is None or enrolment is not None:
                raise Refusal(_("This test is taken without a name, with a pairing code."))
            return code[0]
        if enrolment is None or enrolment.event_id != moment.event_id:
            raise Refusal(
                _("This test is taken under one's own name, with the code of the badge.")
            )
        return moment.hash_text(f"enrolment {enrolment.ref}")

    @staticmethod
    def _second(enrolment: Enrolment | None) -> Refusal:
        if enrolment is not None:
            return Refusal(_("This test was taken already. The first answers count."))
        return ClashRefusal(clash_words())

    def _write(self, shares: Sequence[Decimal], near: Sequence[str]) -> None:
        allow_new(self)
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:  # two in the same moment
            raise self._second(self.enrolment) from None
        TestAnswer.objects.bulk_create(
            TestAnswer(sitting=self, item=item, share=share)
            for item, share in zip(self.moment.items, shares, strict=True)
        )
        PairingKey.objects.bulk_create(PairingKey(sitting=self, key=each) for each in near)

    @transaction.atomic
    def erase_answers(self) -> None:
        """What was chosen goes for good; the points stay. Twice is once."""
        lock_and_refresh(self, "erased_at")
        if self.erased_at is None:
            self.answers, self.erased_at = "", now()
            self.save(update_fields=["answers", "erased_at"])


@aggregate_query("whoever sends a form again learns that it arrived")
def _ref_of(form_key: UUID) -> UUID | None:
    return TestSitting.objects.filter(form_key=form_key).values_list("ref", flat=True).first()


def _share(item: TestItem, said: str) -> Decimal:
    question = item.question
    return share_of(Kind(question.kind), question.answers_in(""), said)


class TestAnswer(models.Model):
    """The share of the point that one answer got, 0 to 1."""

    __test__ = False

    sitting = models.ForeignKey(TestSitting, models.CASCADE, related_name="points")
    item = models.ForeignKey(TestItem, models.PROTECT, related_name="points")
    share = models.DecimalField(max_digits=5, decimal_places=4)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Points of an answer")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "item"], name="answer_counts_once"),
        ]

    class Privacy:
        owner = "sitting"
        withheld = gettext_lazy("The score of the test says it; single points serve its figures.")

    def __str__(self):
        return f"{self.sitting_id} {self.item_id}"


class PairingKey(models.Model):
    """Keyed hash of a pairing code with one letter left out: finds one slip of the pen."""

    sitting = models.ForeignKey(TestSitting, models.CASCADE, related_name="near")
    key = models.CharField(max_length=HASH_LENGTH, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Pairing code with a letter left out")
        ordering = ["pk"]

    class Privacy:
        owner = "sitting"
        withheld = gettext_lazy("Nobody can read it: it finds the answers of one person.")

    def __str__(self):
        return f"PairingKey of {self.sitting_id}"


def hashes_of(moment: TestMoment, code: PairingCode) -> tuple[str, list[str]]:
    """Returns what is stored of a code, and nothing from which it could be read."""
    return moment.hash_code(code), [moment.hash_text(each) for each in near_texts(code)]


def load_tests(event: TrainingEvent) -> list[TestMoment]:
    """Returns the tests of an event that somebody holds, and opens them."""
    load_related([event], "test_moments")
    return list(event.test_moments.all())
