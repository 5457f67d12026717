"""Who may fill in forms about a case."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import FilledFile, FormDraft, FormFilled

for part in (FilledFile, FormDraft, FormFilled):
    register_rules(part, work=via_foreign_key("case", "work"))
