"""All extension points of the installed apps: closing them, and what `amparo registry` tells."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Model
from django.utils.module_loading import import_string, module_has_submodule

from .registry import ExtensionPoint, ExtensionSignal, Registry

MODULE = "extension_points"
_MODULE_PATH = re.compile(r"\b(?:[a-z_]\w*\.)+(?=\w)")
_QUOTED_TYPE = re.compile(r"(?<=[:>] )'([^']*)'")


def extension_points() -> Iterator[tuple[AppConfig, ExtensionPoint]]:
    """Yields each extension point with its app: apps in their order, points as declared."""
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, MODULE):
            for each in vars(import_module(f"{config.name}.{MODULE}")).values():
                if isinstance(each, ExtensionPoint):
                    yield config, each


def close_extension_points() -> None:
    """Closes all; the last app calls it in `ready`."""
    for _config, point in extension_points():
        point.close()


def describe_arguments(point: ExtensionPoint) -> str:
    """Returns how apps register: a signature as Python writes it."""
    if isinstance(point, ExtensionSignal):
        return "sends " + ", ".join(f"{name}: {kind}" for name, kind in point.takes.items())
    if point.register_with:
        function = import_string(point.register_with)
        return f"{function.__name__}{_signature(function, returns=False)}"
    key = "key, " if isinstance(point, Registry) else ""
    return f"register({key}{_describe_type(point.takes)})"


def registered_names(point: ExtensionPoint) -> list[str]:
    """Returns what is registered by name, in order of registration."""
    if isinstance(point, ExtensionSignal):
        return [_name_of(reference()) for _key, reference, *_rest in point.receivers]
    return [_name_of(item) for item in point.content]


def _describe_type(kind: Any) -> str:
    """Functions by their signature, anything else by its name."""
    if isinstance(kind, str):
        return kind
    if getattr(kind, "_is_protocol", False) and "__call__" in vars(kind):
        return f"{kind.__name__}{_signature(kind.__call__)}"
    return _shorten(inspect.formatannotation(kind))


def _signature(function: Any, *, returns: bool = True) -> str:
    text = str(inspect.signature(function)).replace("(self, ", "(").replace("(self)", "()")
    return _shorten(text.replace(", /", "") if returns else text.rpartition(" -> ")[0])


def _shorten(text: str) -> str:
    """Without the paths of modules and without quotes around names of types."""
    return _MODULE_PATH.sub("", _QUOTED_TYPE.sub(r"\1", text))


def _name_of(item: Any) -> str:
    if isinstance(item, str | timedelta):
        return str(item)
    if isinstance(item, partial):
        return _name_of(item.func)
    if isinstance(item, tuple):
        return ".".join(map(_name_of, item))
    if isinstance(item, type) and issubclass(item, Model):
        return item._meta.label
    if isinstance(name := getattr(item, "name", None), str):
        return name
    if is_dataclass(item) and not isinstance(item, type):
        return ": ".join(_name_of(getattr(item, each.name)) for each in fields(item)[:2])
    named = item if hasattr(item, "__qualname__") else type(item)
    return f"{named.__module__.removeprefix('amparo.')}.{named.__qualname__}"
