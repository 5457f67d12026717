"""The template engine of pages: what it renders for a request reads names as the reader may."""

from typing import Any

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template
from django.template.base import Template as Source

from amparo.foundation.core import discreet_mode


class PageTemplate(Template):
    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        """Without a request it is a part of a page, which follows the page, or no page."""
        if request is None:
            return super().render(context, request)
        with discreet_mode.page():
            return super().render(context, request)


class PageTemplates(DjangoTemplates):
    def get_template(self, template_name: str) -> PageTemplate:
        return self._as_page(super().get_template(template_name))

    def _as_page(self, found: Template) -> PageTemplate:
        source: Source = found.template
        return PageTemplate(source, self)
