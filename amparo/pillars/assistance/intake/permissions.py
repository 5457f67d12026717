"""Who may hold a screening, and bring lists of people to an office."""

from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import no_one, register_rules, via_foreign_key
from amparo.pillars.assistance.cases.permissions import of_own_team_or_office

from .models import BeneficiaryList, ImportedRow, ImportFile, ImportIssue, Screening

register_rules(Screening, work=via_foreign_key("case", "work"))
bring = of_own_team_or_office("register.bring")
register_rules(BeneficiaryList, see=bring, bring=bring)
register_rules(
    ImportFile, see=via_foreign_key("register"), bring=via_foreign_key("register", "bring")
)
register_rules(ImportIssue, see=via_foreign_key("of_file"))
register_rules(ImportedRow, see=no_one)
# Until a row has become a file, its register is one paper in the hands of who brings it.
unmasked_for(ImportFile, "see")
unmasked_for(ImportIssue, "see")
