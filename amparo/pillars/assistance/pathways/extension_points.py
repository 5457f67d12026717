"""What the packages of casework add to pathways and their checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList, ExtensionSignal, Registry

if TYPE_CHECKING:
    from .base import Pathway
    from .checks import Kind
    from .evidence import Source
    from .models import Gate

PATHWAYS = "amparo.pillars.assistance.pathways"


@dataclass(frozen=True)
class GateRequirement:
    """Says in words what is still missing at a gate of this kind; "" where nothing is."""

    kind: str
    missing: Callable[[Gate], str]


pathways: Registry[str, Pathway] = Registry(
    "pathways",
    "What a case may set out on, by name, with what its page shows of it and what waits for whom.",
    register_in="apps.py",
    register_with="amparo.pillars.assistance.pathways.base.add_pathway",
)
gate_kinds: Registry[str, Kind] = Registry(
    "gate_kinds",
    "Kinds of gates, by name: what each asks, who decides it, and on what it may rest.",
    register_in="apps.py",
    register_with=f"{PATHWAYS}.checks.register_check_kind",
)
gate_requirements: ExtensionList[GateRequirement] = ExtensionList(
    "gate_requirements",
    "What else must be there before a gate of a kind can be met, as another package knows.",
    register_in="apps.py",
    register_with=f"{PATHWAYS}.checks.takes",
)
evidence_sources: Registry[str, Source] = Registry(
    "evidence_sources",
    "Kinds of records of a case on which a gate may rest instead of a document, by name.",
    register_in="apps.py",
    register_with=f"{PATHWAYS}.evidence.offers",
)

gate_shut = ExtensionSignal(
    "gate_shut",
    "A gate was found shut, or must be settled anew. Sent in the transaction.",
    gate="Gate",
    by="User",
)
