"""What a screening tells to the journeys above it, which it does not know."""

from django.dispatch import Signal

# One of the four protection questions was answered with yes: `screening`, and `by` whom. Sent in
# the transaction.
answered_yes = Signal()
