"""Panels that apps add to the page of an organization."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .extension_points import organization_panels
from .models import Organization, User


@dataclass(frozen=True)
class OrganizationPanel:
    """A template on the page of an organization; `get_context` returns what it needs, or None
    where the user is not to see it.
    """

    template: str
    get_context: Callable[[Organization, User], dict[str, Any] | None]


def panels_of(organization: Organization, user: User) -> Iterator[dict[str, Any]]:
    """The template and the context of each that the user may see, in order of registration."""
    for panel in organization_panels:
        if (context := panel.get_context(organization, user)) is not None:
            yield {"template": panel.template, "context": context}
