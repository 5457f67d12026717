"""What apps add to protection: who else reads records of a restricted group; signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList, ExtensionSignal

if TYPE_CHECKING:
    from amparo.foundation.core.permissions.grants import PermissionRule

restricted_group_exceptions: ExtensionList[PermissionRule] = ExtensionList(
    "restricted_group_exceptions",
    "Who reads a record of a restricted group without access to the group.",
    register_in="permissions.py",
    takes="PermissionRule",
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
