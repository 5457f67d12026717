"""Who may fill in forms about a case."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import CaseForm, CaseFormAttachment, CaseFormDraft

for part in (CaseFormAttachment, CaseFormDraft, CaseForm):
    register_rules(part, work=via_foreign_key("case", "work"))
