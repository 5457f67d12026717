"""Signals to the search index and the pillars: changes, consents, disclosures, messages."""

from django.dispatch import Signal

# What is known of a `person` was corrected or completed: which `fields`, and `by` whom.
person_changed = Signal()
# A `person`, their documents or contacts were written: in the same transaction.
identity_changed = Signal()
# A person took back what they had agreed to: `consent`, and `by` whom it was noted.
consent_withdrawn = Signal()
# Another organization reads something no longer: which `disclosure`, and `by` whom it ended.
disclosure_ended = Signal()
# A text was answered, or did not arrive: `message`, and `what` (`message.no`, `message.failed`).
message_answered_or_failed = Signal()
