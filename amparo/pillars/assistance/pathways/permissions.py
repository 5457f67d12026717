"""Who reads what was decided at a check: whoever reads the case; who decides: see `kinds.py`."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import Check, CheckOverride

register_rules(Check, work=via_foreign_key("case", "work"),
          approve=via_foreign_key("case", "approve"))  # fmt: skip
register_rules(
    CheckOverride,
    decide=via_foreign_key("required_check__case", "approve"),
)
