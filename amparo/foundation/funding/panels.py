"""Panels that apps add to the pages of funds and projects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from amparo.foundation.core.models import User

from .extension_points import fund_panels, project_panels
from .models import Fund, Project


@dataclass(frozen=True)
class FundPanel:
    """A template below the budget lines of a fund; `get_context` returns its `shown`."""

    template: str
    get_context: Callable[[Fund, User], dict[str, Any]]


@dataclass(frozen=True)
class ProjectPanel:
    """A template below the funds of a project; `get_context` returns its `shown`."""

    template: str
    get_context: Callable[[Project, User], dict[str, Any]]


def panels_of(fund: Fund, user: User) -> Iterator[dict[str, Any]]:
    """The template and the context of each, in order of registration."""
    for panel in fund_panels:
        yield {"template": panel.template, "context": panel.get_context(fund, user)}


def panels_of_project(project: Project, user: User) -> Iterator[dict[str, Any]]:
    """The template and the context of each, in order of registration."""
    for panel in project_panels:
        yield {"template": panel.template, "context": panel.get_context(project, user)}
