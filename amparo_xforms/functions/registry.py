"""Registry of the XPath functions with the types of their arguments."""

from collections.abc import Callable
from dataclasses import dataclass

from ..values import Value


@dataclass(frozen=True, slots=True)
class Function:
    """A function: `takes` and `may_take` name the sort of each thing given.

    t: a text, n: a number, b: yes or no, s: one answer as it is, l: everything that was found.
    """

    run: Callable[..., Value]
    takes: str
    may_take: str = ""
    goes_on: bool = False  # the last sort may come again and again
    is_steady: bool = True  # the same answers give the same result, today and tomorrow

    def sort_of(self, at: int) -> str:
        sorts = self.takes + self.may_take
        return sorts[at] if at < len(sorts) else sorts[-1]

    def accepts(self, count: int) -> bool:
        most = len(self.takes) + len(self.may_take)
        return len(self.takes) <= count and (self.goes_on or count <= most)


FUNCTIONS: dict[str, Function] = {}


def function[Run: Callable[..., Value]](
    name: str,
    takes: str = "",
    may_take: str = "",
    *,
    goes_on: bool = False,
    is_steady: bool = True,
) -> Callable[[Run], Run]:
    """Place a function on the shelf; it is called with the context and what it is given."""

    def enrol(run: Run) -> Run:
        FUNCTIONS[name] = Function(run, takes, may_take, goes_on, is_steady)
        return run

    return enrol
