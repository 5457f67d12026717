"""Who reads what was decided at a gate: whoever reads the case; who decides: see `kinds.py`."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import Gate, GateDecision, GateOverride, OverrideAnswer

register_rules(Gate, see=via_foreign_key("case"), work=via_foreign_key("case", "work"),
          approve=via_foreign_key("case", "approve"))  # fmt: skip
register_rules(GateDecision, see=via_foreign_key("gate__case"))
register_rules(
    GateOverride,
    see=via_foreign_key("gate__case"),
    decide=via_foreign_key("gate__case", "approve"),
)
register_rules(OverrideAnswer, see=via_foreign_key("override__gate__case"))
