"""One rule of the rulebook in plain words: for which roles, and of which records."""

import inspect
from typing import Any, NamedTuple

from amparo.foundation.core.accounts.roles import ROLES, with_verb
from amparo.foundation.core.permissions.grants import permission_rules
from amparo.foundation.fieldwork.permissions import record_work_rules
from amparo.foundation.people.permissions import extra_message_rules

# Each sentence of the `permissions.py` files. `{path}` and `{to}` are what it was told there.
WHICH = {
    "any_signed_in_user": "all of them",
    "no_one": "none: deeds alone keep it",
    "has_permission": "all of them",
    "has_grant": "files that they, their team or their office hold",
    "is_human_account": "the accounts of people",
    "is_owner": "their own",
    "of_own_office": "those of the offices that they speak for",
    "of_supervised_staff": "those of their own staff",
    "of_own_house": "those of the teams and offices that they speak for",
    "of_own_organization": "what was shared with their organization",
    "referred_to_own_organization": "what was referred to their organization, while the consent"
    " stands",
    "of_a_branch": "those of an office below theirs",
    "from_the_office_above": "those of an office below theirs, unless the file is restricted",
    "known_elsewhere": "only that they are known, to an office that lets others learn it",
    "a_member": "families with a member whose file they hold",
    "of_two_files": "of whose two files they may {to} both",
    "of_who_opens_both": "of whose two files they see both, and approve one",
    "a_victim": "what happened to somebody whose file they may {to}",
    "of_nobody_named": "where no person is named",
    "of_area": "about a community or a place, where no person is named",
    "of_own_cases": "those of cases that they accompany",
    "of_the_inbox": "what lies with their office, until it is a case",
    "of_who_gave_it": "those that left their team or office; of restricted cases, with leave",
    "of_who_may_take_it": "those that wait for them; of restricted cases, with leave",
    "a_file_worked_on": "about people whose file they may work on",
    "a_case_worked_on": "about cases that they may work on",
    "of_no_file": "about nobody's file, from telephones of offices that they answer for",
    "of_a_case": "those of cases that they, their team or their office hold",
    "in_own_office": "those of the offices that they speak for, as a whole or in a team",
    "traced": "those of offices in which they have leave for tracing",
    "taken_down": "those that they took down",
    "opened_by_name": "those that they took down, or that are opened to them by name now, in cases"
    " that they may open",
    "with_leave_for_the_team": "those of the teams and offices that they speak for, with leave for"
    " files on trafficking",
    "of_the_office_of_who_counts": "those of the offices that they speak for, as figures",
    "of_who_holds_it": "those that they hold, in cases that they may work on",
    "of_who_is_asked": "those about somebody whose cases they approve, asked of their office",
}
# Sentences that name their verb within.
NAMED_WITHIN = {
    "of_supervised_staff": "team.see",
    "of_own_organization": "shared.see",
    "from_the_office_above": "file.erase",
    "known_elsewhere": "person.see",
    "of_own_cases": "case.see",
    "of_the_inbox": "help.receive",
    "of_who_gave_it": "case.see",
    "of_who_may_take_it": "case.assign",
    "of_who_is_asked": "case.approve",
    "of_who_opens_both": "case.approve",
    "of_no_file": "case.approve",
    "traced": "case.see",
    "taken_down": "case.work",
    "opened_by_name": "case.see",
    "with_leave_for_the_team": "register.bring",
    "of_the_office_of_who_counts": "form.keep",
    "of_who_holds_it": "case.work",
    "a_file_worked_on": "person.work",
    "a_case_worked_on": "case.work",
}
# Sentences that those above fill in.
OF_THOSE_ABOVE = {
    "of_another_file": lambda: tuple(extra_message_rules),
    "of_its_file": lambda: tuple(record_work_rules.values()),
}
KEPT = "what a restricted group keeps, only with leave or in cases that they accompany"
EVERYBODY = frozenset(ROLES)


class Told(NamedTuple):
    """For which roles, and of which records, in words; or for whoever it belongs to."""

    roles: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    of_ones_own: bool = False

    def __or__(self, other: "Told") -> "Told":
        more = tuple(each for each in other.words if each not in self.words)
        own = self.of_ones_own or other.of_ones_own
        return Told(self.roles | other.roles, self.words + more, own)


def told(model: Any, verb: str) -> Told:
    return _told(permission_rules[model][verb], model)


def _told(rule: Any, model: Any) -> Told:
    name = rule.__qualname__.partition(".")[0]
    given = inspect.getclosurevars(rule).nonlocals
    if name in ("any_of", "within_restricted_group", *OF_THOSE_ABOVE):
        rules = given.get("rules") or OF_THOSE_ABOVE[name]()
        return _any_of(rules, model, (KEPT,) if name == "within_restricted_group" else ())
    if name == "of_family":
        return _told(given["member"], model)
    if name == "via_foreign_key":
        return _as_its(given["path"], given["to"], model)
    if given.get("verb") == "shared.see":
        name = "of_own_organization"
    words = WHICH[name].format(**given)
    if name in ("a_victim", "of_two_files"):
        from amparo.foundation.people.models import Person

        return Told(told(Person, given["to"]).roles, (words,))
    if name == "no_one":
        return Told(words=(words,))
    if name == "is_owner":
        return Told(words=(words,), of_ones_own=True)
    asked = NAMED_WITHIN.get(name) or given.get("verb")
    return Told(frozenset(with_verb(asked)) if asked else EVERYBODY, (words,))


def _any_of(rules: tuple, model: Any, more: tuple[str, ...]) -> Told:
    found = Told()
    for rule in rules:
        found |= _told(rule, model)
    return found | Told(words=more)


def _as_its(path: str, to: str, model: Any) -> Told:
    """Whoever may do it to what the record belongs to."""
    target = model
    for step in path.split("__"):
        target = target._meta.get_field(step).related_model
    whose = target._meta.verbose_name
    return told(target, to)._replace(words=(f"whose {whose} they may {to}",))
