"""Transfers of cases to other offices and organizations."""
