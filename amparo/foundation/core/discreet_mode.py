"""Discreet mode: shortens the names of the people whom the office protects on the pages of one
reader, so that somebody who looks on reads initials.

On are two things at different times: while a request is answered, what code makes for a page
(`shown_text`), and while its page is rendered, every name that a template reads (`PersonalField`
with `is_name`). What is stored, exported, printed or sent is made outside of both.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_is_on: ContextVar[bool] = ContextVar("discreet_mode", default=False)
_is_page: ContextVar[bool] = ContextVar("discreet_page", default=False)


def is_on() -> bool:
    """Whether the reader of the answer that is being made asked for initials."""
    return _is_on.get()


def is_on_page() -> bool:
    """Whether a page for such a reader is being rendered now."""
    return _is_page.get()


@contextmanager
def discreet(on: bool = True) -> Iterator[None]:
    """Switches the mode on or off for what is made inside."""
    token = _is_on.set(on)
    try:
        yield
    finally:
        _is_on.reset(token)


@contextmanager
def page() -> Iterator[None]:
    """Makes templates inside read initials, where the reader asked for them."""
    token = _is_page.set(_is_on.get())
    try:
        yield
    finally:
        _is_page.reset(token)


def shows_full_names[View: Callable[..., Any]](view: View) -> View:
    """For views of what leaves the screen (paper), or on which names are compared."""

    @functools.wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        with discreet(False):
            return view(*args, **kwargs)

    wrapped.shows_full_names = True  # type: ignore[attr-defined]
    return wrapped  # type: ignore[return-value]


def shown_text(name: str) -> str:
    """A name as the reader of this answer may see it: whole, or initials."""
    return shorten(name) if is_on() or is_on_page() else name


def shorten(name: str) -> str:
    """Returns the first letters of the first two words of a name: `R. Q.`."""
    letters = [word[0].upper() for word in name.split() if word[0].isalpha()]
    return " ".join(f"{letter}." for letter in letters[:2])
