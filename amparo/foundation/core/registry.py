"""Extension points: what an app lets others add to it, typed, and closed once all apps are ready.

Each app declares its own in `extension_points.py`; `amparo registry` lists them all. They are
closed so that nothing changes what is permitted, erased or sent while requests are served.
"""

import inspect
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.dispatch import Signal


class ExtensionPoint:
    """What it is for, what may be registered, and in which module of an app.

    `takes` is the type of what is registered, or its name where importing it would be a circle.
    `register_with` is the path of the function by which apps register, where that is not the
    method `register` of the point.
    """

    content: Any  # what is registered, in order

    def __init__(
        self,
        name: str,
        purpose: str,
        *,
        register_in: str,
        takes: Any = None,
        register_with: str = "",
    ):
        self.name, self.purpose = name, inspect.cleandoc(purpose)
        self.register_in, self.takes, self.register_with = register_in, takes, register_with
        self.is_closed = False

    def close(self) -> None:
        """Refuses every registration from now on."""
        self.is_closed = True

    def check_open(self) -> None:
        """Raises ImproperlyConfigured where the point is closed."""
        if self.is_closed:
            raise ImproperlyConfigured(
                f"{self.name} is closed, because all apps are ready. Register in"
                f" {self.register_in} of your app, which is loaded at start-up."
            )

    @contextmanager
    def reopened(self) -> Iterator[None]:
        """Lets a test register; what it registers stays."""
        was_closed, self.is_closed = self.is_closed, False
        try:
            yield
        finally:
            self.is_closed = was_closed

    @contextmanager
    def temporarily(self) -> Iterator[None]:
        """Lets a test register; afterwards the point is as it was before."""
        before = self.content.copy()
        try:
            with self.reopened():
                yield
        finally:
            self.content = before


class ExtensionList[T](ExtensionPoint):
    """Things of one kind, in order of registration. The same one twice is refused."""

    def __init__(self, name: str, purpose: str, **how: Any):
        super().__init__(name, purpose, **how)
        self.content: list[T] = []

    def register(self, item: T) -> T:
        """Adds `item` and returns it, so that it serves as a decorator too."""
        self.check_open()
        if item in self.content:
            raise ImproperlyConfigured(f"{self.name}: registered twice: {item!r}.")
        self.content.append(item)
        return item

    def __iter__(self) -> Iterator[T]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)


class Registry[K: Hashable, T](ExtensionPoint, Mapping[K, T]):
    """Things of one kind by key, read like a dictionary. A second one of a key is refused."""

    def __init__(self, name: str, purpose: str, **how: Any):
        super().__init__(name, purpose, **how)
        self.content: dict[K, T] = {}

    def register(self, key: K, item: T) -> T:
        """Adds `item` under `key` and returns it."""
        self.check_open()
        if key in self.content:
            raise ImproperlyConfigured(
                f"{self.name}: {key!r} is registered twice: {self.content[key]!r} and {item!r}."
            )
        self.content[key] = item
        return item

    def __getitem__(self, key: K) -> T:
        return self.content[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)


class ExtensionSignal(ExtensionPoint, Signal):
    """A signal of Django that declares its arguments. Receivers are connected at start-up only."""

    def __init__(self, name: str, purpose: str, **arguments: str):
        Signal.__init__(self)
        super().__init__(name, purpose, register_in="receivers.py", takes=arguments)

    @property
    def content(self) -> list:  # type: ignore[override]
        return self.receivers

    @content.setter
    def content(self, receivers: list) -> None:
        self.receivers = receivers

    def connect(self, receiver: Any, *how: Any, **more: Any) -> None:
        self.check_open()
        super().connect(receiver, *how, **more)

    def send(self, sender: Any, **named: Any) -> list:
        """Raises TypeError where the arguments are not those declared."""
        if named.keys() != self.takes.keys():
            raise TypeError(f"{self.name} is sent with: {', '.join(self.takes)}.")
        return super().send(sender, **named)
