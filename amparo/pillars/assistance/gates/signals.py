"""What gates tell to the undertakings above them, which they do not know."""

from django.dispatch import Signal

# A gate is found shut, or must be settled anew: `gate`, and `by` whom. Sent in the transaction.
gate_shut = Signal()
