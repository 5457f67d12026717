"""Agreements: memoranda, procedures between agencies, data-sharing protocols."""
