"""What was decided at the gates of a journey lies in the file of its case."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_personal_data
from amparo.foundation.people.merged_records import keep_with_own_record

from ..models import Case
from .models import Gate, GateDecision, GateOverride, OverrideAnswer

declare_personal_data(
    Case, Gate, "case", title=_("Conditions of a journey"), disclosed_fields=("kind", "state")
)
declare_personal_data(
    Case, GateDecision, "gate__case", title=_("What was found about them"), needs_review=True,
    disclosed_fields=("at", "met", "words", "good_until"),
)  # fmt: skip
declare_personal_data(
    Case, GateOverride, "gate__case", title=_("Conditions that were to be passed all the same"),
    needs_review=True, disclosed_fields=("at", "because"),
)  # fmt: skip
declare_personal_data(
    Case, OverrideAnswer, "override__gate__case", title=_("What the second person decided"),
    needs_review=True, disclosed_fields=("at", "let_through", "because"),
)  # fmt: skip

keep_with_own_record(Gate, why=_("It belongs to a case, and is read with it."))
