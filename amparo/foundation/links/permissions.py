"""Who sees patterns and links: who works for dialogue or advocacy; who adds them, at the record.

A pattern is a rounded count of at least five cases: it opens no case.
"""

from amparo.foundation.core.permissions.rules import (
    has_permission,
    register_rules,
    via_foreign_key,
)

from .models import Link, Pattern, PatternFigure

register_rules(Pattern, see=has_permission("pattern.see"))
register_rules(PatternFigure, see=via_foreign_key("pattern"))
register_rules(Link, see=has_permission("pattern.see"), edit=has_permission("commitment.keep"))
