"""Permission rules of agreements, runs and matches."""

from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import of_own_office, register_rules, via_foreign_key

from .models.agreements import LinkageAgreement, LinkageApproval, LinkageEnd
from .models.runs import LinkageRun, LinkageStep

# No person stands in an agreement or in a run, only how many.
register_rules(LinkageAgreement, see=of_own_office("link.see"), keep=of_own_office("link.keep"))
unmasked_for(LinkageAgreement, "see", "keep")
register_rules(LinkageApproval, see=via_foreign_key("agreement"))
register_rules(LinkageEnd, see=via_foreign_key("agreement"))
register_rules(
    LinkageRun, see=via_foreign_key("agreement"), keep=via_foreign_key("agreement", "keep")
)
register_rules(LinkageStep, see=via_foreign_key("run__agreement"))
# Whom both know stays with those who hold the file.
