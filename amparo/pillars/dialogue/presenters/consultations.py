"""One consultation as colleagues find it: how far it is, who contributed, what was said."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.links.models import Link
from amparo.foundation.people.models import Place
from amparo.ui import formats
from amparo.ui.charts.stages import LineStage, StageState

from ..consultation_figures import Figure, key_of, listed_figures, open_figures
from ..consultation_links import resulting_links
from ..models import Commitment, Consultation, ConsultationText, Contribution

Part = ConsultationText.Part


class ConsultationPage:
    """What stands on the page of a consultation. A fixed number of queries."""

    def __init__(self, consultation: Consultation, user: User, today: date):
        self.consultation, self.user, self.today = consultation, user, today

    @cached_property
    def heard(self) -> list[tuple[str, str]]:
        return list(self.consultation.texts_in(Part.HEARD).items())

    @cached_property
    def became(self) -> list[tuple[str, str]]:
        return list(self.consultation.texts_in(Part.BECAME).items())

    @property
    def questions(self) -> list[tuple[str, str]]:
        return list(self.consultation.texts_in(Part.QUESTION).items())

    @property
    def language_names(self) -> str:
        return formats.join_list(
            [formats.language_name(code) for code in self.consultation.languages]
        )

    @cached_property
    def commitments(self) -> list[tuple[Link, Commitment]]:
        """Commitments that result from it, as far as the reader may see them."""
        links = {each.source_ref: each for each in resulting_links(self.consultation)}
        rows = Commitment.objects.accessible_to(self.user).filter(ref__in=links)
        return [(links[each.ref], each) for each in rows]

    # Who contributed.

    @cached_property
    def _facts(self) -> list[tuple[int, str, int | None, str, str]]:
        rows = self.consultation.contributions.counted()
        return [
            (key_of(ref.int), language, place, sex, age)
            for ref, language, place, sex, age in rows.values_list(
                "ref", "language", "place", "sex", "age"
            )
        ]

    @property
    def count(self) -> int:
        return len(self._facts)

    @cached_property
    def figures(self) -> list[tuple[str, list[Figure]]]:
        """Titles and figures: language, place, sex, age."""
        secret = rounding_secret()
        places = {each.pk: each.name for each in Place.objects.filter(pk__in=self._named_places)}
        languages = {code: formats.language_name(code) for _key, code, *_more in self._facts}
        return [
            (pgettext("contributions", "Language"),
             open_figures(self._by(lambda each: each[1]), languages, secret)),
            (pgettext("contributions", "Place"),
             open_figures(self._by(lambda each: each[2]), places, secret)),
            (pgettext("contributions", "Sex"),
             listed_figures(self._by(lambda each: each[3]), _labels(Contribution.Sex), secret)),
            (pgettext("contributions", "Age"),
             listed_figures(self._by(lambda each: each[4]), _labels(Contribution.Age), secret)),
        ]  # fmt: skip

    @property
    def _named_places(self) -> set[int]:
        return {place for _key, _language, place, *_more in self._facts if place is not None}

    def _by(self, category: Callable) -> list[tuple]:
        return [(category(each), each[0]) for each in self._facts]

    # How far it is.

    @property
    def stages(self) -> list[LineStage]:
        consultation, states = self.consultation, Consultation.State
        moments = {
            states.PLANNED: consultation.at, states.OPEN: consultation.opened_at,
            states.CLOSED: consultation.closed_at, states.ANSWERED: consultation.answered_at,
            states.REPORTED: consultation.reported_at,
        }  # fmt: skip
        order = list(states)
        here = order.index(states(consultation.state))
        return [
            LineStage(str(state.label), self._stage_state(at, here), _day(moments[state]))
            for at, state in enumerate(order)
        ]

    def _stage_state(self, at: int, here: int) -> StageState:
        """What is next is current; late where the consultation owes an answer."""
        if at <= here:
            return StageState.DONE
        if at > here + 1:
            return StageState.NEXT
        return StageState.LATE if self.consultation.owes_answer else StageState.CURRENT


def _labels(choices) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in choices.choices]


def _day(moment) -> str:
    return formats.day(formats.as_day(moment)) if moment else ""
