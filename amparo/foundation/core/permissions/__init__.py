"""Permissions: rules, access grants, field masking, impersonation, reading limits, row-level
security.
"""
