"""Who travels on a journey home; and who parts from the others, and why."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.models import Check

from .. import rules
from .journeys import ReturnJourney

if TYPE_CHECKING:
    from .decisions import ReturnDecision


class Traveller(Record):
    """One person on one journey."""

    journey = models.ForeignKey(ReturnJourney, models.CASCADE, related_name="travellers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="returns")
    # The shadows of whether they parted from the others, and of whether it goes on.
    is_going = models.BooleanField(gettext_lazy("Travels along"), default=True)
    is_open = models.BooleanField(default=True)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "traveller"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Traveller")
        constraints = [
            models.UniqueConstraint(fields=["journey", "person"], name="once_on_each_return"),
            models.UniqueConstraint(
                fields=["person"], name="on_one_return_at_a_time",
                condition=Q(is_going=True, is_open=True),
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Travellers")
        disclose = ("is_going",)

    def __str__(self):
        return f"Traveller {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    @cached_property
    def is_child(self) -> bool:
        """Whoever's age is disputed is a child until it is resolved."""
        return self.person.is_child(self.journey.case.office.today())

    @property
    def decision(self) -> "ReturnDecision | None":
        """What they said last, yes or no."""
        return self.decisions.order_by("pk").last()

    @property
    def has_decided(self) -> bool:
        """Whether a free and informed yes of theirs is in force."""
        decision = self.decision
        return decision is not None and decision.counts


class TravelGroupSplit(Record):
    """They do not travel with the others: they stay, or go on a journey of their own."""

    class How(models.TextChoices):
        STAYS = "stays", gettext_lazy("Remains in the host country")
        APART = "apart", gettext_lazy("Travels separately")

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="partings")
    how = models.CharField(pgettext_lazy("column", "Mode"), max_length=10, choices=How)
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    to = models.ForeignKey(ReturnJourney, models.SET_NULL, null=True, related_name="came_by")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "parting"
    audit_name = "parting"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Parting from a return")

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Removed from travel group")
        review = True
        disclose = ("at", "how", "because")

    def __str__(self):
        return f"Parting {self.ref}"

    @property
    def file(self) -> Case:
        return self.traveller.journey.case

    @classmethod
    @transaction.atomic
    def separate(
        cls, journey: ReturnJourney, travellers: list[Traveller], *, by: User, how: str,
        because: str,
    ) -> "list[TravelGroupSplit]":  # fmt: skip
        """Some part from the others. A child on either side is looked at anew by itself.

        What was settled for those who part stays with those it was settled for.
        """
        journey.hold()
        meant = journey.travellers.filter(pk__in=[each.pk for each in travellers])
        parting = list(meant.filter(is_going=True).select_related("person", "journey"))
        if travellers and not parting:
            return [each.partings.latest("pk") for each in travellers]  # sent twice
        journey.must_be_before_departure()
        if not because.strip():
            raise Refusal(_("Write why they part."))
        staying = journey.going().exclude(pk__in=[each.pk for each in parting])
        if not parting or not staying.exists():
            raise Refusal(
                _("At least one person has to travel. If nobody does, close the return.")
            )
        made = [cls._part(each, how, because, by) for each in parting]
        journey.update_phase(by=by)
        _look_anew(journey, by)
        if how == cls.How.APART:
            people = [each.person for each in parting]
            own = ReturnJourney.begin(
                journey.case, by=by, country=journey.country, place=journey.place,
                where=journey.where, to_team=journey.to_team, kind=journey.kind, travellers=people,
            )  # fmt: skip
            own.parted_from = journey
            own.save(update_fields=["parted_from"])
            for each in made:
                each.to = own
                each.save(update_fields=["to"])
        return made

    @classmethod
    def _part(cls, traveller: Traveller, how: str, because: str, by: User) -> "TravelGroupSplit":
        parting = cls.objects.create(traveller=traveller, how=how, because=because, by=by)
        traveller.is_going = False
        traveller.save(update_fields=["is_going"])
        checks = Check.objects.filter(way=traveller.journey.ref, person=traveller.person)
        checks.update(way=parting.ref)  # before this journey they stand no longer
        log.log_event(by, "return.parted", parting, mode=how)
        return parting


def _look_anew(journey: ReturnJourney, by: User) -> None:
    """Who goes has changed: whether they still want to, and what is best for each child."""
    words = _("Traveller removed from the group.")
    for kind in (rules.VOLUNTARINESS, rules.BEST_INTERESTS):
        journey.reopen(kind, by=by, text=words)
