"""What is to be said, and when: whole and shown before anything is sent."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from amparo.foundation.trust.clock import now
from amparo.foundation.trust.models import Office
from amparo.foundation.trust.refusals import Refusal

from .hours import next_good
from .reasons import NotToBeTexted
from .ways import Way
from .words import Sentence, language_for, templates


@dataclass(frozen=True)
class Wanted:
    """One of our sentences with its gaps filled, and from when until when it may leave."""

    template: str
    language: str = ""
    day: date | None = None
    hour: time | None = None
    not_before: datetime | None = None
    until: datetime | None = None
    # They asked to be reminded: only then does a text speak of an appointment.
    is_asked_for: bool = False

    @property
    def kind(self) -> Sentence:
        return templates()[self.template]

    def in_language_of(self, way: Way) -> str:
        return self.language or language_for(list(way.languages), "")

    def words(self, way: Way) -> str:
        return self.kind.says(self.in_language_of(way), self.day, self.hour)

    def moment(self, way: Way, office: Office) -> datetime:
        """When it leaves: the first good hour for them."""
        found = next_good(
            max(self.not_before or now(), now()), way.when, way.zones(office.time_zone)
        )
        if found is None:
            raise NotToBeTexted("no_good_hour")
        if self.until and found >= self.until:
            raise NotToBeTexted("too_late")
        return found

    def must_be_whole(self) -> None:
        if self.kind.is_chosen and not self.is_asked_for:
            raise Refusal(
                _("Only who asked to be reminded is told of an appointment. Choose another text.")
            )
        given = {"day": self.day, "time": self.hour}
        if any(given[gap] is None for gap in self.kind.gaps):
            raise Refusal(_("This text names a day or an hour: fill them in."))
