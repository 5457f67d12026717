"""From which projects and funds the activities of the 5W were paid: their codes, and no number.

A fund of a project is named by its project. What leaves the office names a source only where at
least as many persons got the service from it as a number is shown of (`outside`), and each reader
reads the codes of what they may see.
"""

from collections.abc import Iterable, Iterator

from amparo.foundation.core.models import User
from amparo.foundation.funding.models import Fund, Project

from .engine import Cut
from .figures import ACTIVITY
from .grammar import Definition

SOURCES = ("project", "fund")

# One source: its breakdown, and its key as text.
type Source = tuple[str, str]


def cuts_by_funding(definition: Definition) -> list[Cut]:
    """The breakdowns of the 5W by what paid for it, as far as the definition lists them."""
    return [tuple(sorted((*ACTIVITY, name))) for name in SOURCES if name in definition.by]


class FundingCodes:
    """The codes of sources that `user` may see; two queries, however many rows."""

    def __init__(self, user: User, sources: Iterable[Source]):
        keys: dict[str, set[int]] = {name: set() for name in SOURCES}
        for name, key in sources:
            if key.isdecimal():
                keys[name].add(int(key))
        self._codes = dict(self._read(user, keys))

    @staticmethod
    def _read(user: User, keys: dict[str, set[int]]) -> Iterator[tuple[Source, str]]:
        of_projects = Project.objects.accessible_to(user).filter(pk__in=keys["project"])
        of_funds = Fund.objects.accessible_to(user).filter(pk__in=keys["fund"], project=None)
        for name, found in (("project", of_projects), ("fund", of_funds)):
            if keys[name]:
                for pk, code in found.values_list("pk", "code"):
                    yield (name, str(pk)), code

    def __bool__(self) -> bool:
        return bool(self._codes)

    def of(self, sources: Iterable[Source]) -> list[str]:
        """The codes of these, each once, sorted; what the reader may not see is left out."""
        return sorted({self._codes[each] for each in sources if each in self._codes})
