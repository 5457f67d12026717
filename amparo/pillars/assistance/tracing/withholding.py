"""Whether the family of somebody who was found may be told: any rule that says no is obeyed."""

from collections.abc import Callable

from amparo.foundation.people.models import Person
from amparo.foundation.trust.wall.standing import lowered

type MayBeTold = Callable[[Person], bool]
_rules: list[MayBeTold] = []


def obeys(rule: MayBeTold) -> MayBeTold:
    """From here on nobody is told of somebody of whom `rule` says no."""
    _rules.append(rule)
    return rule


@lowered()  # what a child asked may lie in a file that whoever traces does not open
def may_family_be_told(person: Person) -> bool:
    return all(rule(person) for rule in _rules)
