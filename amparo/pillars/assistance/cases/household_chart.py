"""The household of a case as a family tree around the person, for whoever may know of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core import discreet_mode
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.ui import formats
from amparo.ui.charts import Member, State, Tree, Union

from .templatetags.cases import age_on

# More are a list: no picture tells them apart on a phone.
MOST_DRAWN = 12
MAIN = "main"


@dataclass(frozen=True)
class Relative:
    """Somebody of the household, and what they are to the person of the case."""

    person: Person
    relation: str
    is_separated: bool = False


def household_chart(main: Person, relatives: list[Relative], today: date) -> Tree | None:
    """Returns the tree; None where there is nobody else, or there are too many to draw."""
    if not 0 < len(relatives) <= MOST_DRAWN:
        return None
    return Tree(
        name="household",
        title=pgettext("chart", "Household composition"),
        width=480,
        member_name=pgettext("chart", "Name"),
        detail_name=pgettext("chart", "Situation"),
        from_name=pgettext("chart", "Child of"),
        open_name=pgettext("mark", "Separated from family"),
        members=(
            _member(MAIN, main, _age(main, today) or _("person of the case"), State.MAIN),
            *(_relative(at, each, today) for at, each in enumerate(relatives)),
        ),
        unions=tuple(family_unions([each.relation for each in relatives], with_care=True)),
    )


def _relative(at: int, each: Relative, today: date) -> Member:
    parts = [code_lists.label("family_relation", each.relation), _age(each.person, today)]
    if each.is_separated:
        parts.append(_("separated"))
    detail = formats.join_list([part for part in parts if part])
    state = State.OPEN if each.is_separated else State.USUAL
    return _member(member_key(at), each.person, detail, state)


def _member(key: str, person: Person, detail: str, state: State) -> Member:
    name = person.shown_name if discreet_mode.is_on() else person.given_names or person.name
    return Member(key, name, detail, person.initials, state, _url(person))


def _url(person: Person) -> str:
    try:
        return reverse("person", args=[person.ref])
    except NoReverseMatch:
        return ""


def _age(person: Person, today: date) -> str:
    return str(age_on(person, today))


def member_key(at: int) -> str:
    return f"relative-{at}"


def family_unions(relations: Sequence[str], *, with_care: bool = False) -> Iterable[Union]:
    """Who descends from whom, as far as the relations to the person say it, in their order.

    Uncles, cousins and those who are no relatives stand in the picture without a line; `with_care`
    draws guardians above those whom they care for.
    """
    keys: dict[str, tuple[str, ...]] = {}
    for at, relation in enumerate(relations):
        keys[relation] = (*keys.get(relation, ()), member_key(at))
    yield from _family(keys)
    if not with_care:
        return
    for guardian in keys.get("guardian", ()):
        yield Union((guardian,), (MAIN,))
    if wards := keys.get("ward", ()):
        yield Union((MAIN,), wards)


def _family(keys: dict[str, tuple[str, ...]]) -> Iterable[Union]:
    parents, children = keys.get("parent", ()), keys.get("child", ())
    partners, siblings = keys.get("partner", ()), (MAIN, *keys.get("sibling", ()))
    if parents or len(siblings) > 1:
        yield Union(parents, siblings)
    if partners or children:
        yield Union((MAIN, *partners[:1]), children)
    yield from (Union((MAIN, other)) for other in partners[1:])
    if grandparents := keys.get("grandparent", ()):
        yield Union(grandparents, parents[:1] or (MAIN,))
    if grandchildren := keys.get("grandchild", ()):
        yield Union(children[:1] or (MAIN,), grandchildren)
