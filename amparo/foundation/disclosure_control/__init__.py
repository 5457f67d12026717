"""Disclosure control: what is done to numbers about people before they leave the office. Pure.

No database, no settings, no clock: tables and the secret are arguments. `release.release` is what
callers use; `restrictions` says which tables are never made; `docs/disclosure-control.md` says
what is guaranteed and what is not.
"""
