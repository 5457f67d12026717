"""Fieldwork: what arrives from the field, online and off."""
