"""The latest assessment of a child's best interests, domain by domain, in one line each."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from amparo.ui import formats

from .best_interests import ASSESSED
from .models import BestInterestsAssessment
from .topics import TOPICS

LINE_LENGTH = 140
# What is advised follows from the domains: it is none of them.
ADVICE = "recommendations"
DOMAINS = tuple(topic for topic in ASSESSED if topic != ADVICE)


@dataclass(frozen=True)
class DomainLine:
    """One domain: `found` is empty where nobody looked."""

    name: str
    found: str


@dataclass(frozen=True)
class AssessedDomains:
    """What the latest assessment says of each domain; all are open where there is none."""

    assessment: BestInterestsAssessment | None

    def __iter__(self) -> Iterator[DomainLine]:
        return (self._line_of(topic) for topic in DOMAINS)

    @property
    def advice(self) -> DomainLine:
        """What the assessment advises, under its name."""
        return self._line_of(ADVICE)

    def _line_of(self, topic: str) -> DomainLine:
        found = self.assessment.found if self.assessment else None
        name, _hint = TOPICS[topic]
        return DomainLine(str(name), in_one_line((found or {}).get(topic) or ""))

    @property
    def summary(self) -> str:
        """How many are assessed, as the folded panel says it."""
        lines = list(self)
        return _("%(count)s of %(total)s domains assessed") % {
            "count": formats.number(sum(bool(line.found) for line in lines)),
            "total": formats.number(len(lines)),
        }


def in_one_line(text: str) -> str:
    """The beginning of a text, without its line breaks."""
    return Truncator(" ".join(text.split())).chars(LINE_LENGTH)
