"""What a gate asks, who decides it, and whether two people may let somebody through all the same.

Each package that has gates names its kinds here when the house begins. A kind may be told what
else it takes (`takes`): what another package knows of the same person, a determination of a
child's best interests for one.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from amparo.foundation.core.permissions.rls.bypass import rls_bypass

from .extension_points import GateRequirement, gate_kinds, gate_requirements

if TYPE_CHECKING:
    from .models import Gate

# Whose records are no proof at this gate, by key: whoever counselled them, for one.
type Makers = Callable[["Gate"], Collection[int]]

# Says in words what is still missing before this gate can be met; "" where nothing is.
type Missing = Callable[["Gate"], str]


def nobody(_gate: "Gate") -> Collection[int]:
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of gate.

    `decides` is the verb on the case that it takes to decide it: `work`, or `approve`.
    `good_for` says after how many days it has to be looked at again; nothing, where it stays met.
    `rests_on` names the kinds of record on which it may rest instead of a document (see
    `evidence.py`); nothing, where words are enough. `not_by` says whose records do not count.
    """

    name: str
    label: Promise
    asks: Promise
    decides: str = "work"
    may_be_overridden: bool = False
    good_for: int | None = None
    rests_on: tuple[str, ...] | None = None
    not_by: Makers = nobody


def stands(kind: Kind) -> Kind:
    return gate_kinds.register(kind.name, kind)


def takes(name: str, missing: Missing) -> Missing:
    """A gate of this kind is met only where `missing` has nothing to say."""
    gate_requirements.register(GateRequirement(name, missing))
    return missing


@rls_bypass(reason="a gate is about people and relatives who may be closed to who decides")
def missing_of(gates: Iterable["Gate"]) -> dict[int, list[str]]:
    """Returns all that each gate takes and that is not there yet, by its key; in our own words,
    which name nobody.
    """
    return {gate.pk: _missing_for(gate) for gate in gates}


def _missing_for(gate: "Gate") -> list[str]:
    asked = [each.missing(gate) for each in gate_requirements if each.kind == gate.kind]
    return [words for words in asked if words]
