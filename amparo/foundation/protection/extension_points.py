"""What apps add to protection: who else reads records of a restricted group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList

if TYPE_CHECKING:
    from amparo.foundation.core.permissions.grants import PermissionRule

restricted_group_exceptions: ExtensionList[PermissionRule] = ExtensionList(
    "restricted_group_exceptions",
    "Who reads a record of a restricted group without access to the group.",
    register_in="permissions.py",
    takes="PermissionRule",
)
