"""Permission rules of agreements, runs and matches."""

from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import of_own_office, register_rules, via_foreign_key

from .models.agreements import LinkAgreement, LinkEnd, LinkStart
from .models.runs import Linked, LinkRun, LinkStep

# No person stands in an agreement or in a run, only how many.
register_rules(LinkAgreement, see=of_own_office("link.see"), keep=of_own_office("link.keep"))
unmasked_for(LinkAgreement, "see", "keep")
register_rules(LinkStart, see=via_foreign_key("agreement"))
register_rules(LinkEnd, see=via_foreign_key("agreement"))
register_rules(
    LinkRun, see=via_foreign_key("agreement"), keep=via_foreign_key("agreement", "keep")
)
register_rules(LinkStep, see=via_foreign_key("run__agreement"))
# Whom both know stays with those who hold the file.
register_rules(Linked, see=via_foreign_key("person"))
