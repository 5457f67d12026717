"""Signals of core to the apps that depend on it."""

from django.dispatch import Signal

# Access to a restricted group ended. Arguments: `grant`, `by`.
restricted_access_ended = Signal()
# Somebody came to work somewhere, or went, or was given leave, or lost it: in which `offices`.
access_changed = Signal()
