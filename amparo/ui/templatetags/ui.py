"""Loads all components: `{% load ui %}`."""

from ..tags import actions, form_fields, formats, icons, layout, lists, progress, register

__all__ = ["actions", "form_fields", "formats", "icons", "layout", "lists", "progress", "register"]
