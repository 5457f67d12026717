"""Two files side by side, as one reader may read them, with what speaks for and against."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from amparo.foundation.trust import codes
from amparo.foundation.trust.models import User

from .comparing.lessons import weights
from .comparing.weights import Evidence
from .comparing.words import Reason, reasons
from .joined import kept_files
from .models import LikelyPair, PairDecision, Person
from .person_page import PersonPage


@dataclass(frozen=True)
class Line:
    """One thing that tells people apart, as each of the two files says it."""

    name: str
    left: str
    right: str

    @property
    def is_equal(self) -> bool:
        return bool(self.left) and self.left == self.right


class PairPage:
    """What the page of a pair shows to one reader; templates call it `two`."""

    def __init__(self, pair: LikelyPair, user: User):
        self.pair = pair
        self.user = user
        self.left = PersonPage(pair.one, user)
        self.right = PersonPage(pair.other, user)

    @cached_property
    def lines(self) -> list[Line]:
        left, right = _told(self.left), _told(self.right)
        lines = [Line(name, left[name], right[name]) for name in left]
        return [line for line in lines if line.left or line.right]

    @cached_property
    def _reasons(self) -> list[Reason]:
        return reasons(Evidence.from_json(self.pair.evidence), weights())

    @property
    def speaking_for(self) -> list[Reason]:
        return [reason for reason in self._reasons if reason.speaks_for]

    @property
    def speaking_against(self) -> list[Reason]:
        return [reason for reason in self._reasons if not reason.speaks_for]

    @cached_property
    def are_joined(self) -> bool:
        """Whether this reader finds both files as one already."""
        return len(kept_files((self.pair.one, self.pair.other), self.user)) == 1

    @property
    def may_decide(self) -> bool:
        """Whoever works with both files, once: a second reader is somebody else."""
        works = self.left.may_work and self.right.may_work and not self.are_joined
        return works and self.pair.is_open and not self.pair.is_read_by(self.user)

    @property
    def decisions(self) -> list[PairDecision]:
        """Who decided and why; a second reader is not told what the first one said."""
        if self.pair.state == LikelyPair.State.SECOND and not self.pair.is_read_by(self.user):
            return []
        return list(self.pair.readings.select_related("by"))


def _told(file: PersonPage) -> dict[str, str]:
    person: Person = file.shown
    return {
        _("Name"): str(person.name),
        _("In the original script"): str(person.original_name or ""),
        _("Also known as"): _listed(person.aliases),
        _("Born"): file.born,
        _("Birth place"): str(person.birth_place or ""),
        _("Sex"): codes.label("sex", person.sex) if person.sex else "",
        _("Nationality"): file.nationalities,
        _("Father"): str(person.father_name or ""),
        _("Mother"): str(person.mother_name or ""),
        _("Documents"): " · ".join(str(each.number) for each in file.documents if each.number),
        _("Ways to reach them"): " · ".join(str(each.value) for each in file.contacts),
    }


def _listed(names) -> str:
    return " · ".join(names) if isinstance(names, list) else str(names or "")
