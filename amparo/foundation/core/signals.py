"""What trust tells to those above it, which it does not know."""

from django.dispatch import Signal

# Leave to open the restricted files of a group ended: the `grant`, and `by` whom.
restricted_access_ended = Signal()
# Somebody came to work somewhere, or went, or was given leave, or lost it: in which `offices`.
access_changed = Signal()
