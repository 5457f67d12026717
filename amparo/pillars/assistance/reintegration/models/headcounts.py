"""Who takes part in a project: counted by sex and age, and never named."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists

from .community_projects import CommunityProject, OfACommunityProject

# As primeroIMS/primero counts (age ranges "unhcr"); see `protection/data/age_bands.csv`.
BANDS = "age_band_unhcr"
MOST = 100_000


class ParticipantCount(OfACommunityProject):
    """How many different people have taken part until that day; a later count takes its place."""

    project = models.ForeignKey(CommunityProject, models.CASCADE, related_name="headcounts")
    on = models.DateField(gettext_lazy("Day"))
    total = models.PositiveIntegerField(gettext_lazy("Quantity"))

    audit_name = "headcount"

    class Meta(OfACommunityProject.Meta):
        verbose_name = gettext_lazy("Count of who takes part in a community-based project")
        abstract = False
        get_latest_by = ("on", "pk")

    class Privacy:
        owner = "project__case"
        title = gettext_lazy("Participants")
        disclose = ("on", "total")

    @classmethod
    @transaction.atomic
    def take(
        cls,
        project: CommunityProject,
        *,
        by: User,
        on: date,
        people: Mapping[tuple[str, str], int],
    ) -> "ParticipantCount":
        project.hold()
        project.must_go_on()
        if on > project.case.office.today_for(by):
            raise Refusal(_("This day is still to come."))
        counted = {place: number for place, number in people.items() if number}
        _must_be_counts(counted)
        last = project.latest_headcount
        if last and last.on == on and last.people == counted:
            return last  # sent twice
        headcount = cls.objects.create(project=project, on=on, by=by, total=sum(counted.values()))
        ParticipantCountLine.objects.bulk_create(
            ParticipantCountLine(headcount=headcount, sex=sex, age_band=band, number=number)
            for (sex, band), number in counted.items()
        )
        latest = project.latest_headcount
        project.participants = latest.total if latest else 0
        project.save(update_fields=["participants"])
        project.case.touch()
        log.log_event(by, "communityproject.counted", headcount, count=headcount.total)
        return headcount

    @property
    def people(self) -> dict[tuple[str, str], int]:
        return {(line.sex, line.age_band): line.number for line in self.lines.all()}


class ParticipantCountLine(models.Model):
    """So many of one sex and age."""

    headcount = models.ForeignKey(ParticipantCount, models.CASCADE, related_name="lines")
    sex = models.CharField(max_length=10)
    age_band = models.CharField(max_length=10)
    number = models.PositiveIntegerField()

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["headcount", "sex", "age_band"], name="headcount_line_once"
            )
        ]

    def __str__(self):
        return f"{self.sex} {self.age_band}: {self.number}"


def _must_be_counts(people: Mapping[tuple[str, str], int]) -> None:
    if not people:
        raise Refusal(_("Nobody is counted yet. Write at least one number."))
    if any(number < 0 or number > MOST for number in people.values()):
        raise Refusal(_("Write whole numbers, none below zero."))
    code_lists.require("sex", *_each(sex for sex, _band in people))
    code_lists.require(BANDS, *_each(band for _sex, band in people))


def _each(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
