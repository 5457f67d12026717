"""Who keeps agreements on linking, and who learns whom both houses know."""

from amparo.foundation.trust.access import access_to, in_office, through
from amparo.foundation.trust.veil import of_a_task

from .models import LinkAgreement, Linked, LinkEnd, LinkRun, LinkStart, LinkStep

# No person stands in an agreement or in a run, only how many.
access_to(LinkAgreement, see=in_office("link.see"), keep=in_office("link.keep"))
of_a_task(LinkAgreement, "see", "keep")
access_to(LinkStart, see=through("agreement"))
access_to(LinkEnd, see=through("agreement"))
access_to(LinkRun, see=through("agreement"), keep=through("agreement", "keep"))
access_to(LinkStep, see=through("run__agreement"))
# Whom both know stays with those who hold the file.
access_to(Linked, see=through("person"))
