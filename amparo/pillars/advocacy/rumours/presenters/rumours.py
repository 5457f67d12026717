"""One rumour as colleagues find it: how far it is, what is next, where and when it was heard."""

from collections import Counter
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.protection.risk import Band
from amparo.ui import formats
from amparo.ui.charts import Lines, Series
from amparo.ui.charts.stages import LineStage, StageState

from ..models import RecruitmentAdvert, Rumour, RumourAssessment, RumourSource, Sighting
from ..rumour_risk import Because, Spread

WEEKS = 12
# What is done on pages of their own, and named on the page of a rumour too.
RECORD_RUMOUR, ADD_SOURCE, CHECK_RUMOUR, DRAFT_ANSWER = (
    gettext_lazy("Record rumour"), gettext_lazy("Add source"), gettext_lazy("Check rumour"),
    gettext_lazy("Draft answer"),
)  # fmt: skip
BECAUSE = {
    Because.NO_HARM_NAMED: gettext_lazy("nobody said how somebody could be hurt"),
    Because.DANGER_NOW: gettext_lazy("somebody may be harmed in these days"),
    Because.SEVERE_WIDE: gettext_lazy("grave harm, widely heard"),
    Because.SEVERE: gettext_lazy("grave harm, however far it is heard"),
    Because.MODERATE_WIDE: gettext_lazy("moderate harm, widely heard"),
    Because.MODERATE: gettext_lazy("moderate harm, not widely heard"),
    Because.MILD_WIDE: gettext_lazy("mild harm, widely heard"),
    Because.MILD: gettext_lazy("mild harm, not widely heard"),
    Because.SPREAD_UNKNOWN: gettext_lazy("mild harm, spread not known"),
}
SPREAD = {
    Spread.UNKNOWN: pgettext_lazy("spread of a rumour", "not known"),
    Spread.NARROW: gettext_lazy("one place"),
    Spread.SPREADING: gettext_lazy("spreading"),
    Spread.WIDE: gettext_lazy("widely heard"),
}


class RumourPage:
    """What stands on the page of a rumour. A fixed number of queries."""

    def __init__(self, rumour: Rumour, user: User, may: frozenset[str], today: date):
        self.rumour, self.user, self.may, self.today = rumour, user, may, today

    add_source, check_rumour, draft_answer = ADD_SOURCE, CHECK_RUMOUR, DRAFT_ANSWER

    # Its stage.

    @cached_property
    def check(self):
        return self.rumour.check_in_force

    @property
    def refused_check(self):
        """The verdict that a second person disagreed with, while no other is proposed."""
        if self.check is not None:
            return None
        return next((each for each in self.rumour.checks.all() if each.disagreed_at), None)

    @cached_property
    def answer(self):
        return self.rumour.answer_in_force

    @cached_property
    def assessment(self) -> RumourAssessment | None:
        return next(iter(self.rumour.assessments.all()), None)

    @property
    def stages(self) -> list[LineStage]:
        """Heard, assessed, checked, answered, closed: the first that is not done is current."""
        rumour, check, answer = self.rumour, self.check, self.answer
        assessed = self.assessment
        is_checked = bool(check and check.is_confirmed)
        answered = answer.answered_at if answer else None
        steps = [
            (pgettext("rumour, stage", "Heard"), True, rumour.at),
            (pgettext("rumour, stage", "Risk assessed"), bool(assessed),
             assessed.at if assessed else None),
            (pgettext("rumour, stage", "Checked by two"), is_checked,
             check.confirmed_at if check and is_checked else None),
            (pgettext("rumour, stage", "Answered"), bool(answered), answered),
            (pgettext("rumour, stage", "Closed"), rumour.is_closed, rumour.closed_at),
        ]  # fmt: skip
        return self._line(steps)

    def _line(self, steps: list[tuple]) -> list[LineStage]:
        line, is_found = [], False
        for label, is_done, moment in steps:
            state = StageState.DONE
            if not is_done:
                state = StageState.SKIPPED if self.rumour.is_closed else StageState.NEXT
                if state is StageState.NEXT and not is_found:
                    state, is_found = StageState.CURRENT, True
            day = formats.day(formats.as_day(moment)) if moment else ""
            line.append(LineStage(str(label), state, day))
        return line

    @cached_property
    def may_confirm(self) -> bool:
        check = self.check
        return bool(
            check and check.waits and "confirm" in self.may and check.by_id != self.user.pk
        )

    @property
    def next_step(self) -> str:
        """What this reader may do next, as one word for the template; "" where others are next."""
        if self.rumour.is_closed:
            return ""
        if self.may_confirm:
            return "confirm"
        if "keep" not in self.may:
            return "sight" if "sight" in self.may else ""
        return self._keeps_next()

    def _keeps_next(self) -> str:
        if self.rumour.state == Rumour.State.ANSWERED:
            return "again" if self.rumour.was_heard_again else "close"
        if self.rumour.risk == "none":
            return "assess"
        if self.check is None:
            return "check"
        return "message" if self.answer else "answer"

    @property
    def waits_for(self) -> str:
        """Whom it waits for, in a sentence; "" where the reader or nobody is next."""
        check, answer = self.check, self.answer
        if self.rumour.is_closed or self.may_confirm:
            return ""
        if check and check.waits:
            return _("The verdict waits for a second person.")
        if answer and answer.answered_at is None:
            return _("The answer is not approved yet: nobody outside reads it.")
        return ""

    # Risk.

    @property
    def harms(self) -> list[str]:
        return self.assessment.harm_labels if self.assessment else []

    @property
    def because(self) -> str:
        return str(BECAUSE[Because(self.assessment.because)]) if self.assessment else ""

    @property
    def spread_now(self) -> str:
        return str(SPREAD[self._proposal_now.spread])

    @cached_property
    def _proposal_now(self):
        harms = [each.harm for each in self.assessment.harms.all()] if self.assessment else []
        imminent = bool(self.assessment and self.assessment.is_imminent)
        return self.rumour.propose_risk(harms, is_imminent=imminent)

    @property
    def graver_now(self) -> str:
        """The level that the rule proposes by now, where it has become graver than what it
        proposed when somebody decided; else "".
        """
        if self.assessment is None:
            return ""
        before = Band.of(self.assessment.proposed)
        return self._proposal_now.band.code if self._proposal_now.band > before else ""

    # Where and when.

    @cached_property
    def sightings(self) -> list[Sighting]:
        return list(self.rumour.sightings.all())

    @property
    def language_name(self) -> str:
        return formats.language_name(self.rumour.language)

    @property
    def places(self) -> list[tuple[str, int]]:
        """Each place with how often it was heard there, the most first."""
        counted = Counter(each.place.name if each.place else "" for each in self.sightings)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def channels(self) -> list[tuple[str, int]]:
        counted = Counter(each.channel_label for each in self.sightings)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def chart(self) -> Lines:
        """Sightings by week, this week last."""
        this_week = self.today - timedelta(days=self.today.weekday())
        weeks = [this_week - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
        counted = Counter(
            each.heard_on - timedelta(days=each.heard_on.weekday()) for each in self.sightings
        )
        return Lines(
            name="sightings",
            title=_("Sightings by week"),
            points=tuple(formats.day(week) for week in weeks),
            point_name=pgettext("chart", "Week from"),
            series=(
                Series(
                    pgettext("chart", "Sightings"), tuple(counted[week] for week in weeks)
                ),
            ),
        )  # fmt: skip

    # What only some read.

    @cached_property
    def advert(self) -> RecruitmentAdvert | None:
        rows = RecruitmentAdvert.objects.filter(rumour=self.rumour)
        return rows.accessible_to(self.user).first() if self.rumour.is_advert else None

    @cached_property
    def sources(self) -> list[RumourSource]:
        rows = RumourSource.objects.filter(rumour=self.rumour).select_related("by", "file")
        return list(rows.accessible_to(self.user))

    @cached_property
    def files(self) -> list:
        of_sources = {each.file_id for each in self.sources}
        rows = self.rumour.files.accessible_to(self.user)
        return [each for each in rows if each.pk not in of_sources and each.storage_key]
