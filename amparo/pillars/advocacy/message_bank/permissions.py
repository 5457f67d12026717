"""Who sees, keeps and approves messages: what is said to many people is no secret among those who
work here; an office keeps its own, and a second person approves.
"""

from amparo.foundation.core.permissions.rules import (
    has_permission,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.funding.permissions import in_own_office

from .models import KeyMessage, KeyMessagePlace, Wording

register_rules(
    KeyMessage,
    see=has_permission("message.see"),
    keep=in_own_office("message.keep", "office"),
    approve=in_own_office("message.approve", "office"),
)
for part in (Wording, KeyMessagePlace):
    register_rules(part, see=via_foreign_key("message"))
