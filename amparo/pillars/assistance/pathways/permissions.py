"""Who reads what was decided at a gate: whoever reads the case; who decides: see `kinds.py`."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import Gate, GateOverride

register_rules(Gate, work=via_foreign_key("case", "work"),
          approve=via_foreign_key("case", "approve"))  # fmt: skip
register_rules(
    GateOverride,
    decide=via_foreign_key("gate__case", "approve"),
)
