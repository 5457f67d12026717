"""Permissions: rules, access grants, masking of fields, impersonation, limits of reading."""
