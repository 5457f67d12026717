"""What apps add to protection: who else reads records of a restricted group, what an assessment
of capacity may begin with; signals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList, ExtensionSignal, Registry

if TYPE_CHECKING:
    from uuid import UUID

    from amparo.foundation.core.accounts.users import User
    from amparo.foundation.core.permissions.grants import PermissionRule

restricted_group_exceptions: ExtensionList[PermissionRule] = ExtensionList(
    "restricted_group_exceptions",
    "Who reads a record of a restricted group without access to the group.",
    register_in="permissions.py",
    takes="PermissionRule",
)


@dataclass(frozen=True)
class AbilityEvidence:
    """What is known of the ability of an institution, and from where, in the reader's language.
    No level: that is chosen by whoever assesses, and confirmed by another.
    """

    organization_pk: int
    evidence: str
    source: str


ability_evidence: Registry[str, Callable[[UUID, User], AbilityEvidence | None]] = Registry(
    "ability_evidence",
    """What an assessment of capacity may begin with, by the name under which a link names it.
    Returns None where the record is not there, or not open to the user.
    """,
    register_in="apps.py",
)

incident_reported = ExtensionSignal(
    "incident_reported",
    "An incident was written down, with its victims. Sent in the transaction.",
    incident="Incident",
    victims="list[Person]",
    by="User",
)
observation_recorded = ExtensionSignal(
    "observation_recorded",
    "Something was observed. Sent in the transaction.",
    observation="Observation",
    by="User",
)
