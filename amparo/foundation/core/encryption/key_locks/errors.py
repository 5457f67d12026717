"""Errors of the key ring: always with a sentence that says what to do."""


class DecryptionError(Exception):
    """What is asked for is sealed, and its key is missing or wrong: nothing of it is shown."""


class WrongSecret(Exception):  # noqa: N818 - what befell a try, not an error of ours
    """A passphrase or PIN that does not open the key ring."""
