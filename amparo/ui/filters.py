"""Filters of a list as links: which there are, which are in force, and where each link leads.

A list declares its filters. What an address asks for that none of them knows filters nothing, and
is said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext

type Text = str | Promise
type Choices = Sequence[tuple[str, Text]]

# The parameter that names the filter whose values are shown.
OPENED = "choose"
# So many values of one filter are offered.
MOST = 40


def _never(code: str) -> bool:
    return False


@dataclass(frozen=True)
class Filter:
    """One way to filter a list, or to order it: its name in the address, label and choices.

    `find` returns the label of a code, "" where it is nowhere; without it, that of `choices`,
    which else are asked for only where they are shown. `is_retired` says of a code that records
    still carry and nobody chooses any more. `is_always_on` where there is no "all": an order.
    """

    name: str
    label: Text
    choices: Callable[[], Choices]
    find: Callable[[str], Text] | None = None
    is_retired: Callable[[str], bool] = _never
    all_label: Text = ""
    is_always_on: bool = False

    def label_of(self, code: str) -> Text:
        return self.find(code) if self.find else dict(self.choices()).get(code, "")


@dataclass(frozen=True)
class Shortcut:
    """A value of a filter that has a chip of its own."""

    filter: str
    code: str
    label: Text


@dataclass(frozen=True)
class Chip:
    """One link: `is_on` where what it says is in force, `opens` where it shows what to choose."""

    label: Text
    query: str
    is_on: bool = False
    opens: bool = False
    is_open: bool = False

    @property
    def url(self) -> str:
        return f"?{self.query}"


class FilterBar:
    """The filters of one list as one address asks for them; `defaults` is in force without it."""

    def __init__(
        self,
        filters: Iterable[Filter],
        asked: Mapping[str, str],
        *,
        shortcuts: Iterable[Shortcut] = (),
        defaults: Mapping[str, str] | None = None,
    ):
        self.filters = {each.name: each for each in filters}
        self.shortcuts = tuple(shortcuts)
        self.defaults = dict(defaults or {})
        self._asked = {name: str(asked[name]) for name in self.filters if asked.get(name)}
        self._opened = str(asked.get(OPENED, ""))

    # What is in force.

    @cached_property
    def values(self) -> dict[str, str]:
        """What the address asks for and there is, by the name of each filter."""
        return {name: self._asked[name] for name in self._labels}

    @cached_property
    def _labels(self) -> dict[str, Text]:
        asked = ((name, self.filters[name].label_of(code)) for name, code in self._asked.items())
        return {name: label for name, label in asked if label}

    def value(self, name: str) -> str:
        return self.values.get(name) or self.defaults.get(name, "")

    def label_of(self, name: str) -> Text:
        """The words for what one filter has in force; "" where it has nothing."""
        return self._labels.get(name) or self.filters[name].label_of(self.defaults.get(name, ""))

    @property
    def is_filtered(self) -> bool:
        return any(not self.filters[name].is_always_on for name in self.values)

    @property
    def described(self) -> list[tuple[Text, Text]]:
        """Each filter in force, with its value in words."""
        return [(self.filters[name].label, label) for name, label in self._labels.items()]

    @property
    def retired(self) -> list[tuple[Text, Text]]:
        """As `described`, of values that records still carry and nobody chooses any more."""
        return [
            (self.filters[name].label, self._labels[name])
            for name, code in self.values.items()
            if self.filters[name].is_retired(code)
        ]

    @property
    def unknown(self) -> list[Text]:
        """Filters of which the address asks for something that is nowhere: they are left out."""
        return [self.filters[name].label for name in self._asked if name not in self._labels]

    # Where links lead: never to the middle of a list, which is another one once it is filtered.

    @property
    def query(self) -> str:
        return self.query_with()

    def query_with(self, **changes: str) -> str:
        query = QueryDict(mutable=True)
        query.update({name: code for name, code in (self.values | changes).items() if code})
        return query.urlencode()

    def address_of(self, filters: Mapping[str, str], **more: str) -> str:
        """The query of other filters of this list: those that were saved."""
        query = QueryDict(mutable=True)
        query.update({**filters, **more})
        return f"?{query.urlencode()}"

    @property
    def chips(self) -> list[Chip]:
        """All first, then what is asked for most, then a chip for each filter."""
        nothing = {name: "" for name in self.values if not self.filters[name].is_always_on}
        every = Chip(
            pgettext("filter", "All"), self.query_with(**nothing), is_on=not self.is_filtered
        )
        short = [self._short(each) for each in self.shortcuts if each.filter in self.filters]
        return [every, *short, *(self._of(each) for each in self.filters.values())]

    def _short(self, shortcut: Shortcut) -> Chip:
        is_on = self.value(shortcut.filter) == shortcut.code
        query = self.query_with(**{shortcut.filter: "" if is_on else shortcut.code})
        return Chip(shortcut.label, query, is_on=is_on)

    def _of(self, each: Filter) -> Chip:
        is_open = self.opened is each
        query = self.query if is_open else self.query_with(**{OPENED: each.name})
        is_on = each.name in self.values and not self._is_short(each.name)
        shows_value = is_on or each.is_always_on
        label = (self.label_of(each.name) if shows_value else "") or each.label
        is_on = is_on and not each.is_always_on
        return Chip(label, query, is_on=is_on, opens=True, is_open=is_open)

    def _is_short(self, name: str) -> bool:
        return (name, self.value(name)) in {(each.filter, each.code) for each in self.shortcuts}

    @property
    def opened(self) -> Filter | None:
        """The filter whose values are shown."""
        return self.filters.get(self._opened)

    @property
    def offered(self) -> list[Chip]:
        """What may be chosen of the opened filter: all first, where it has that."""
        if self.opened is None:
            return []
        name, now = self.opened.name, self.value(self.opened.name)
        chosen = [
            Chip(label, self.query_with(**{name: code}), is_on=code == now)
            for code, label in self.opened.choices()[:MOST]
        ]
        if self.opened.is_always_on:
            return chosen
        label = self.opened.all_label or pgettext("filter", "All")
        return [Chip(label, self.query_with(**{name: ""}), is_on=not now), *chosen]
