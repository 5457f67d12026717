"""Who may do and read what, as a page made from the rules, roles and routes."""

import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.urls import get_resolver
from django.utils import translation
from django.utils.text import camel_case_to_spaces

from amparo.foundation.core.accounts.roles import (
    CLASSES,
    INCOMPATIBLE,
    ROLES,
    roles_with_permission,
)
from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.permissions.masking import field_class, unmasked_permissions, values_of
from amparo.foundation.fieldwork.extension_points import record_rules
from tests.support.cast import Cast
from tests.support.route_kinds import NOBODY, SIGN_IN
from tests.support.route_permissions import ROUTE_PERMISSIONS

YES, OWN, NO = "●", "○", ""
TOP = """# Who may do what, and read what

This page is made by `python -m tests.permission_table` from the rules that the house itself obeys;
a test fails when it is out of date. Roles say what one may do; where one holds a role, and which
files one was given, say of which records. What no rule allows, nobody may.

"""
ROLES_INTRO = """## Roles and what they may do

A verb is an entry in `amparo/foundation/core/accounts/roles.py`. Partners speak for
their organization: what is shared with it opens to them, and nothing else.

"""
CLASSES_INTRO = """
## Which kinds of values a role reads

In a file that opens to them; everything else stands there as “not shown to your role”. A partner
reads no more than what was shared with their organization. A role without a mark reads no file.
Who answers for an organization reads all that a referral sent to it, of whatever kind.

"""
SEPARATION_INTRO = """
## Roles that nobody holds together

"""
RECORDS_INTRO = """
## What may be done to which records

Each line is a rule of a `permissions.py`. What one may not see does not exist: a page answers 404.
A file that is restricted to a group opens only to who accompanies it and who has leave by name.
`○` is for whoever has such a record of their own, whatever their role.

"""
FIELDS_INTRO = """
## Every value that says something of somebody, and its kind

What nobody has given a kind is of the kind that the fewest receive. “In no file”: it belongs to a
task, such as a register on its way in or a listed service, and to whoever has that task.

"""
PAGES_INTRO = """
## Every address, and what it answers

Two answers, to looking and to sending an empty form: **200** a page, **204** nothing to say,
**302** and **303** lead on, **422** asks for what is missing, **403** refused, **405** not done
this way. `·` is 404: as if it were not there. `in` leads to signing in first. Each is tried, by
each of these, at each test (`tests/test_permissions.py`). Staff are of one office; the
stranger is a caseworker of another one; partners are asked at what is not shared with them.

"""


def text() -> str:
    with translation.override("en"):
        parts = (
            TOP, ROLES_INTRO, *_verbs(), CLASSES_INTRO, *_classes(), SEPARATION_INTRO, *_apart(),
            RECORDS_INTRO, *_records(), FIELDS_INTRO, *_fields(), PAGES_INTRO, *_pages(),
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
    for verb in sorted(set().union(*(role.permissions for role in ROLES.values()))):
        yield _row(f"`{verb}`", *_marks(verb in role.permissions for role in ROLES.values()))


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
            said = describe(model, verb)
            others = OWN if said.of_ones_own else NO
            marks = [YES if code in said.roles else others for code in ROLES]
            yield _row(model._meta.label, verb, *marks, "; ".join(said.texts))


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
        door = ROUTE_PERMISSIONS[route]
        cells = [
            " ".join(dict.fromkeys(_described(door.answer(how, who)) for how in ("get", "post")))
            for who in everyone
        ]
        yield _row(f"`{address}`", *cells)


def _described(answer: int | str) -> str:
    return {SIGN_IN: "in", 404: "·"}.get(answer, str(answer))


def _addresses(resolver: Any, before: str = "", way: str = "/") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = f"{way}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from _addresses(pattern, space, here)
        else:
            yield f"{before}{pattern.name}", here


# One rule of the rulebook in plain words: for which roles, and of which records.

# Each sentence of the `permissions.py` files. `{path}` and `{to}` are what it was told there.
RULE_TEXTS = {
    "any_signed_in_user": "all of them",
    "no_one": "none: kept by methods of its model alone",
    "has_permission": "all of them",
    "has_grant": "files that they, their team or their office hold",
    "is_human_account": "the accounts of people",
    "is_owner": "their own",
    "of_own_office": "those of the offices that they speak for",
    "by_own_office": "those that an office of theirs carries out",
    "borne_by_own_institution": "those that their institution bears",
    "trains_at": "those of training events at which they train",
    "observes": "those whose training they are named to observe",
    "takes_part_in_own_event": "participants of training events at which they train",
    "of_own_staff": "those of colleagues of offices in which they require competencies",
    "is_open_to_all": "those that are open to everybody",
    "is_offered_to_staff": "those that colleagues may join",
    "a_session_trained_at": "those of training events at which they train",
    "a_known_session": "those of sessions that they see",
    "an_event_trained_at": "those of training events at which they train or that they keep",
    "a_known_event": "those of training events that they see",
    "an_observation_named_for": "those of observations for which they are named or that they keep",
    "a_known_observer": "those of observations that they see",
    "has_name": "those with a name",
    "of_own_territory": "those within the mandate of their institution",
    "is_asked": "those that are asked or were answered",
    "is_asked_or_answered": "what is asked, and the answer once it is given",
    "is_published": "those that are public",
    "put_to_own_institution": "those put to their institution, quiet ones where they may be read"
    " there",
    "is_public_and_put": "those that were put in public",
    "is_public_answer": "those to asks that were put in public, once they are released",
    "is_own_answer": "those that their institution gave",
    "open_link": "those of no quiet ask of which they are not told",
    "is_unrestricted": "those of no quiet ask",
    "in_own_organization": "those of the organization that they work for",
    "recorded_by_self": "those that they recorded",
    "not_closed": "those that are not closed",
    "seated_in": "those of forums in which they hold a seat",
    "chairs": "those of forums that they chair",
    "called_and_seated": "those of forums in which they hold a seat, once they are called",
    "of_own_institutions_agreements": "those in which their institution takes part today",
    "in_own_projects": "those of projects that an office of theirs carries out",
    "of_own_sheets": "those sent to an institution they read for, unless the agreement was ended",
    "of_supervised_staff": "those of their own staff",
    "of_own_team_or_office": "those of the teams and offices that they speak for",
    "of_own_organization": "what was shared with their organization",
    "referred_to_own_organization": "what was referred to their organization, while the consent"
    " stands",
    "of_a_branch": "those of an office below theirs",
    "of_office_above": "those of an office below theirs, unless the file is restricted",
    "known_elsewhere": "only that they are known, to an office that lets others learn it",
    "of_family_member": "families with a member whose file they hold",
    "on_both_records": "of whose two files they may {to} both",
    "of_who_opens_both": "of whose two files they see both, and approve one",
    "a_victim": "what happened to somebody whose file they may {to}",
    "of_nobody_named": "where no person is named",
    "of_area": "about a community or a place, where no person is named",
    "in_own_cases": "those of cases that they accompany",
    "in_help_inbox": "what lies with their office, until it is a case",
    "of_sending_team": "those that left their team or office; of restricted cases, with leave",
    "of_receiving_team": "those that wait for them; of restricted cases, with leave",
    "on_own_record": "about people whose file they may work on",
    "about_case_worked_on": "about cases that they may work on",
    "of_no_file": "about nobody's file, from telephones of offices that they answer for",
    "of_a_case": "those of cases that they, their team or their office hold",
    "in_scope": "those of the offices that they speak for, and those for all offices",
    "published_once": "those that were published once",
    "in_own_office": "those of the offices that they speak for, as a whole or in a team",
    "of_own_institution": "those of the institution that they speak for",
    "of_state": "those that are public",
    "sent_to_own_office": "those that were sent to an office of theirs under a data call",
    "asked_of_own_office": "those under which an office of theirs owes reports",
    "traced": "those of offices in which they have leave for tracing",
    "taken_down": "those that they took down",
    "opened_by_name": "those that they took down, or that are opened to them by name now, in cases"
    " that they may open",
    "with_leave_for_the_team": "those of the teams and offices that they speak for, with leave for"
    " files on trafficking",
    "in_reporting_office": "those of the offices that they speak for, as figures",
    "of_who_holds_it": "those that they hold, in cases that they may work on",
    "of_who_must_know": "those of cases that they accompany, of their team, or, with leave,"
    " restricted",
    "of_an_emergency": "those of cases that they opened in an emergency that goes on",
    "of_asked_office": "those about somebody whose cases they approve, asked of their office",
}
# Sentences that name their verb within.
NAMED_WITHIN = {
    "of_supervised_staff": "team.see",
    "of_own_organization": "shared.see",
    "of_office_above": "file.erase",
    "known_elsewhere": "person.see",
    "in_own_cases": "case.see",
    "in_help_inbox": "help.receive",
    "of_sending_team": "case.see",
    "of_receiving_team": "case.assign",
    "of_asked_office": "case.approve",
    "of_who_opens_both": "case.approve",
    "of_no_file": "case.approve",
    "traced": "case.see",
    "taken_down": "case.work",
    "is_own_answer": "commitment.report",
    "recorded_by_self": "rumour.record",
    "opened_by_name": "case.see",
    "with_leave_for_the_team": "register.bring",
    "in_reporting_office": "form.keep",
    "of_who_holds_it": "case.work",
    "on_own_record": "person.work",
    "of_who_must_know": "case.see",
    "of_an_emergency": "case.emergency",
    "about_case_worked_on": "case.work",
}
# Sentences that those above fill in.
OF_THOSE_ABOVE = {
    "of_its_file": lambda: tuple(each.can_work for each in record_rules.values()),
}
QUIET_NOTE = "quiet ones only for those named for them"
GROUP_NOTE = "what a restricted group keeps, only with leave or in cases that they accompany"
ALL_ROLES = frozenset(ROLES)


class Description(NamedTuple):
    """For which roles, and of which records, in words; or for whoever it belongs to."""

    roles: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    of_ones_own: bool = False

    def __or__(self, other: "Description") -> "Description":
        more = tuple(each for each in other.texts if each not in self.texts)
        own = self.of_ones_own or other.of_ones_own
        return Description(self.roles | other.roles, self.texts + more, own)


NOTES = {"unless_quiet": Description(texts=(QUIET_NOTE,))}


def describe(model: Any, verb: str) -> Description:
    return _describe_rule(permission_rules[model][verb], model)


def _describe_rule(rule: Any, model: Any) -> Description:
    name = rule.__qualname__.partition(".")[0]
    given = inspect.getclosurevars(rule).nonlocals
    if name in ("any_of", "within_restricted_group", *OF_THOSE_ABOVE):
        rules = given.get("rules") or OF_THOSE_ABOVE[name]()
        return _any_of(rules, model, (GROUP_NOTE,) if name == "within_restricted_group" else ())
    if name in ("of_family", "unless_quiet"):
        within = given["member" if name == "of_family" else "rule"]
        return _describe_rule(within, model) | NOTES.get(name, Description())
    if name == "via_foreign_key":
        return _as_its(given["path"], given["to"], model)
    if given.get("verb") == "shared.see":
        name = "of_own_organization"
    text = RULE_TEXTS[name].format(**given)
    if name in ("a_victim", "on_both_records"):
        from amparo.foundation.people.models import Person

        return Description(describe(Person, given["to"]).roles, (text,))
    if name == "no_one":
        return Description(texts=(text,))
    if name == "is_owner":
        return Description(texts=(text,), of_ones_own=True)
    asked = NAMED_WITHIN.get(name) or given.get("verb")
    return Description(frozenset(roles_with_permission(asked)) if asked else ALL_ROLES, (text,))


def _any_of(rules: tuple, model: Any, more: tuple[str, ...]) -> Description:
    found = Description()
    for rule in rules:
        found |= _describe_rule(rule, model)
    return found | Description(texts=more)


def _as_its(path: str, to: str, model: Any) -> Description:
    """Whoever may do it to what the record belongs to."""
    target = model
    for step in path.split("__"):
        target = target._meta.get_field(step).related_model
    whose = camel_case_to_spaces(target.__name__)
    return describe(target, to)._replace(texts=(f"whose {whose} they may {to}",))


TABLE = Path(__file__).parents[2] / "docs" / "access.md"
