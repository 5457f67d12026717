"""Stories: what people told for others to read or see, as far and as long as they consent.

No story leads to a case, to a person, or to a device without a network: how a story is to be told
is decided in the office, and nobody takes one along.
"""
