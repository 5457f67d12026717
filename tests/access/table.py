"""What stands in docs/access.md: verbs, classes, records, fields and pages, role by role."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.urls import get_resolver
from django.utils import translation

from amparo.foundation.core.accounts.roles import CLASSES, INCOMPATIBLE, ROLES
from amparo.foundation.core.permissions.grants import permission_rules
from amparo.foundation.core.permissions.masking import field_class, unmasked_permissions, values_of
from tests.access.rules import told
from tests.cast import Cast
from tests.doors import DOORS, NOBODY, SIGN_IN

YES, OWN, NO = "●", "○", ""
TOP = """# Who may do what, and read what

This page is made by `python -m tests.access_table` from the rules that the house itself obeys; a
test fails when it is out of date. Roles say what one may do; where one holds a role, and which
files one was given, say of which records. What no rule allows, nobody may.

"""
ROLES_SAID = """## Roles and what they may do

A verb is an entry in `amparo/foundation/core/accounts/roles.py`. Partners speak for
their organization: what is shared with it opens to them, and nothing else.

"""
CLASSES_SAID = """
## Which kinds of values a role reads

In a file that opens to them; everything else stands there as “not shown to your role”. A partner
reads no more than what was shared with their organization. A role without a mark reads no file.
Who answers for an organization reads all that a referral sent to it, of whatever kind.

"""
APART_SAID = """
## Roles that nobody holds together

"""
RECORDS_SAID = """
## What may be done to which records

Each line is a rule of a `permissions.py`. What one may not see does not exist: a page answers 404.
A file that is restricted to a group opens only to who accompanies it and who has leave by name.
`○` is for whoever has such a record of their own, whatever their role.

"""
FIELDS_SAID = """
## Every value that says something of somebody, and its kind

What nobody has given a kind is of the kind that the fewest receive. “In no file”: it belongs to a
task, such as a register on its way in or a listed service, and to whoever has that task.

"""
PAGES_SAID = """
## Every address, and what it answers

Two answers, to looking and to sending an empty form: **200** a page, **204** nothing to say,
**302** and **303** lead on, **422** asks for what is missing, **403** refused, **405** not done
this way. `·` is 404: as if it were not there. `in` leads to signing in first. Each is tried, by
each of these, at each test (`tests/test_who_may_open_what.py`). Staff are of one office; the
stranger is a caseworker of another one; partners are asked at what is not shared with them.

"""


def text() -> str:
    with translation.override("en"):
        parts = (
            TOP, ROLES_SAID, *_verbs(), CLASSES_SAID, *_classes(), APART_SAID, *_apart(),
            RECORDS_SAID, *_records(), FIELDS_SAID, *_fields(), PAGES_SAID, *_pages(),
        )  # fmt: skip
        return "".join(parts)


def models_of_ours() -> list[Any]:
    found = (model for model in permission_rules if model in set(apps.get_models()))
    return sorted(found, key=lambda model: model._meta.label)


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"


def _head(*names: object) -> str:
    return _row(*names) + "|" + "---|" * len(names) + "\n"


def _marks(yes: Iterable[bool]) -> list[str]:
    return [YES if each else NO for each in yes]


def _verbs() -> Iterator[str]:
    yield _head("Role", "Its duty")
    for role in ROLES.values():
        yield _row(role.name, role.duty)
    yield "\n" + _head("Verb", *(role.name for role in ROLES.values()))
    for verb in sorted(set().union(*(role.verbs for role in ROLES.values()))):
        yield _row(f"`{verb}`", *_marks(verb in role.verbs for role in ROLES.values()))


def _classes() -> Iterator[str]:
    yield _head("Kind", "What it is", *(role.name for role in ROLES.values()))
    for kind, words in CLASSES.items():
        yield _row(kind, words, *_marks(kind in role.classes for role in ROLES.values()))


def _apart() -> Iterator[str]:
    yield _head("Roles", "Why")
    for pair, why in INCOMPATIBLE.items():
        names = [str(role.name) for role in ROLES.values() if role.code in pair]
        yield _row(" and ".join(names), why)


def _records() -> Iterator[str]:
    yield _head("Record", "Verb", *(role.name for role in ROLES.values()), "Which of them")
    for model in models_of_ours():
        for verb in permission_rules[model]:
            said = told(model, verb)
            others = OWN if said.of_ones_own else NO
            marks = [YES if code in said.roles else others for code in ROLES]
            yield _row(model._meta.label, verb, *marks, "; ".join(said.words))


def _fields() -> Iterator[str]:
    yield _head("Record", *CLASSES, "in no file")
    for model in models_of_ours():
        values = values_of(model)
        if verbs := unmasked_permissions(model):
            said = f"{', '.join(values)}: who may {' or '.join(verbs)}"
            yield _row(model._meta.label, *("" for _ in CLASSES), said)
        elif values:
            cells = [
                ", ".join(each for each in values if field_class(model, each) == kind)
                for kind in CLASSES
            ]
            yield _row(model._meta.label, *cells, "")


def _pages() -> Iterator[str]:
    everyone = (*Cast.STAFF, NOBODY)
    yield _head("Address", *(who.replace("_", " ") for who in everyone))
    for route, address in sorted(_addresses(get_resolver()), key=lambda each: each[1]):
        door = DOORS[route]
        cells = [
            " ".join(dict.fromkeys(_said(door.answer(how, who)) for how in ("get", "post")))
            for who in everyone
        ]
        yield _row(f"`{address}`", *cells)


def _said(answer: int | str) -> str:
    return {SIGN_IN: "in", 404: "·"}.get(answer, str(answer))


def _addresses(resolver: Any, before: str = "", way: str = "/") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = f"{way}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from _addresses(pattern, space, here)
        else:
            yield f"{before}{pattern.name}", here
