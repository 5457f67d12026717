"""Panels that apps add to the page of a fund."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from amparo.foundation.core.models import User

from .extension_points import fund_panels
from .models import Fund


@dataclass(frozen=True)
class FundPanel:
    """A template below the budget lines of a fund; `get_context` returns what it needs."""

    template: str
    get_context: Callable[[Fund, User], dict[str, Any]]


def panels_of(fund: Fund, user: User) -> Iterator[dict[str, Any]]:
    """The template and the context of each, in order of registration."""
    for panel in fund_panels:
        yield {"template": panel.template, "context": panel.get_context(fund, user)}
