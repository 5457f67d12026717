"""Whether the family of somebody who was found may be told: any rule that says no is obeyed."""

from collections.abc import Callable

from amparo.foundation.core.permissions.rls.context import rls_bypass
from amparo.foundation.people.models import Person

type MayBeTold = Callable[[Person], bool]
_rules: list[MayBeTold] = []


def obeys(rule: MayBeTold) -> MayBeTold:
    """From here on nobody is told of somebody of whom `rule` says no."""
    _rules.append(rule)
    return rule


@rls_bypass()  # what a child asked may lie in a file that whoever traces does not open
def may_family_be_told(person: Person) -> bool:
    return all(rule(person) for rule in _rules)
