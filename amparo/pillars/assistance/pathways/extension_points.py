"""What the packages of casework add to pathways and their checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList, ExtensionSignal, Registry

if TYPE_CHECKING:
    from .base import Pathway
    from .checks import CheckKind
    from .evidence import Source
    from .models import Check

PATHWAYS = "amparo.pillars.assistance.pathways"


@dataclass(frozen=True)
class CheckRequirement:
    """Says in words what is still missing at a check of this kind; "" where nothing is."""

    kind: str
    missing: Callable[[Check], str]


pathways: Registry[str, Pathway] = Registry(
    "pathways",
    "What a case may set out on, by name, with what its page shows of it and what waits for whom.",
    register_in="apps.py",
    register_with="amparo.pillars.assistance.pathways.base.add_pathway",
)
check_kinds: Registry[str, CheckKind] = Registry(
    "check_kinds",
    "Kinds of checks, by name: what each asks, who decides it, and on what it may rest.",
    register_in="apps.py",
    register_with=f"{PATHWAYS}.checks.register_check_kind",
)
check_requirements: ExtensionList[CheckRequirement] = ExtensionList(
    "check_requirements",
    "What else must be there before a check of a kind can be met, as another package knows.",
    register_in="apps.py",
    register_with=f"{PATHWAYS}.checks.register_requirement",
)
evidence_sources: Registry[str, Source] = Registry(
    "evidence_sources",
    "Kinds of records of a case on which a check may rest instead of a document, by name.",
    register_in="apps.py",
    register_with=f"{PATHWAYS}.evidence.offers",
)

check_failed = ExtensionSignal(
    "check_failed",
    "A check was found shut, or must be settled anew. Sent in the transaction.",
    check="Check",
    by="User",
)
