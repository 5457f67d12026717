"""Where something of law was taken from, and as of which day."""

from datetime import date

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now, years_after
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats


class Sourced(Record):
    """A record whose content is that of a source on a day, and may be otherwise today."""

    source = models.CharField(pgettext_lazy("law", "Source"), max_length=300)
    licence = models.CharField(gettext_lazy("Licence"), max_length=120, blank=True)
    as_of = models.DateField(pgettext_lazy("law", "As of"))

    class Meta:
        abstract = True

    @property
    def as_of_text(self) -> str:
        """The day with its year, as the reader writes it."""
        return formats.with_year(self.as_of)

    @property
    def is_old(self) -> bool:
        return is_older_than_a_year(self.as_of)


def is_older_than_a_year(as_of: date) -> bool:
    """Whether more than twelve months have passed: the law may have changed, and pages say so."""
    return years_after(as_of, 1) < localtime(now()).date()


def check_source(source: str, as_of: date | None) -> date:
    """Refuses what comes without its source and its day, or from the future. Returns the day."""
    if not source.strip():
        raise Refusal(_("Write the source, so that somebody else finds it."))
    if as_of is None:
        raise Refusal(_("Write as of which day the source says this."))
    if as_of > localtime(now()).date():
        raise Refusal(_("As of a day that has not come yet nothing is known."))
    return as_of
