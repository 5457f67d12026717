"""Counselling: what was explained to them, in which language, before anything is decided."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case

from .journeys import ReturnJourney


class Counselling(Record):
    """One conversation about going home, or not."""

    journey = models.ForeignKey(ReturnJourney, models.CASCADE, related_name="counsellings")
    held_on = models.DateField(gettext_lazy("Day"))
    language = models.CharField(gettext_lazy("Language"), max_length=10)
    with_interpreter = models.BooleanField(default=False)
    explained = models.JSONField(pgettext_lazy("consent", "Information given"), default=list)
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "counselling"
    audit_name = "counselling"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Return counselling")

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Return counselling")
        review = True
        disclose = ("held_on", "language", "explained", "text")
        plain_text = {
            "explained": "codes of what was explained",
        }

    class Events:
        quote = "text"

    def __str__(self):
        return f"Counselling {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    @classmethod
    @transaction.atomic
    def hold(
        cls, journey: ReturnJourney, *, by: User, held_on: date, language: str,
        explained: list[str], with_interpreter: bool = False, text: str = "",
    ) -> "Counselling":  # fmt: skip
        journey.hold()
        journey.must_be_before_departure()
        code_lists.require("voluntariness_check", *explained)
        if held_on > journey.case.office.today_for(by):
            raise Refusal(_("A conversation is recorded when it was held, not before."))
        made = cls.objects.create(
            journey=journey, by=by, held_on=held_on, language=language, explained=explained,
            with_interpreter=with_interpreter, text=text,
        )  # fmt: skip
        journey.case.contacted(held_on)
        journey.case.touch()
        log.log_event(by, "return.counselled", made, language=language)
        journey.update_phase(by=by)
        return made


def counsellors_of(journey: ReturnJourney) -> set[int]:
    """The keys of those who counselled them: what they record alone shows nothing at a check."""
    return set(journey.counsellings.values_list("by", flat=True))


def counselled_until(journey: ReturnJourney) -> datetime:
    """By when the last counselling was over: when it was recorded on its day, else the end of it.

    Raises ValueError where nobody counselled them.
    """
    office = journey.case.office
    held = journey.counsellings.values_list("held_on", "at")
    return max(at if journey.local(at) == day else office.end_of_day(day) for day, at in held)
