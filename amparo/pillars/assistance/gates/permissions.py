"""Who reads what was decided at a gate: whoever reads the case; who decides: see `kinds.py`."""

from amparo.foundation.trust.access import access_to, through

from .models import Gate, GateDecision, GateOverride, OverrideAnswer

access_to(Gate, see=through("case"), work=through("case", "work"),
          approve=through("case", "approve"))  # fmt: skip
access_to(GateDecision, see=through("gate__case"))
access_to(GateOverride, see=through("gate__case"), decide=through("gate__case", "approve"))
access_to(OverrideAnswer, see=through("override__gate__case"))
