"""The component tags, for templates: {% load ui %}."""
