"""Loads all components: `{% load ui %}`."""

from ..tags import actions, charts, form_fields, formats, icons, layout, lists, progress, register

__all__ = [
    "actions",
    "charts",
    "form_fields",
    "formats",
    "icons",
    "layout",
    "lists",
    "progress",
    "register",
]
