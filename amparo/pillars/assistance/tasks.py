"""What assistance does by the clock."""

from amparo.foundation.trust.jobs import periodic

from .checking import PATIENCE, ask_again

# It leaves no row: most of the time there is nothing to ask about.
periodic(every=PATIENCE, durable=False)(ask_again)
