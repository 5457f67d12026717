"""How a label reads in the language in force, for tests that look for it on a page."""

from django.utils.translation import gettext, trans_real

SEPARATOR = "\x04"  # between context and text, as gettext stores them


def label(text: str) -> str:
    """Returns the translation of `text`, in whatever context it stands.

    `context^text` chooses one where the same English is said in several ways. Raises LookupError
    where that was not said and the ways differ.
    """
    context, caret, words = text.rpartition("^")
    if caret:
        return _catalogue().get(f"{context}{SEPARATOR}{words}", words)
    if (found := gettext(text)) != text:
        return found
    theirs = {
        value
        for key, value in _catalogue().items()
        if isinstance(key, str) and key.endswith(SEPARATOR + text)
    }
    if len(theirs) > 1:
        raise LookupError(f"{text!r} has several translations, {sorted(theirs)}: add its context")
    return theirs.pop() if theirs else text


def _catalogue() -> dict:
    return dict(trans_real.catalog()._catalog.items())
