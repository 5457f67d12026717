"""Errors of encryption and of the key ring, each with a sentence that says what to do."""


class DecryptionError(Exception):
    """Something cannot be decrypted, because its key is missing or wrong or it was changed;
    nothing of it is returned.
    """


class WrongSecret(Exception):  # noqa: N818 - what befell a try, not an error of ours
    """A passphrase or PIN that does not unlock the key ring."""
