"""Who may see and answer complaints: those who receive them, by name, and nobody by their rank."""

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    has_grant,
    has_permission,
    no_one,
    register_rules,
    via_foreign_key,
)

from .models import (
    Complaint,
    ComplaintAccessGrant,
    ComplaintAction,
    ComplaintSettings,
    ComplaintSubject,
    InvestigationNote,
    ResponseDelivery,
    YouSaidWeDid,
)

give_permissions("caseworker", "complaint.record", "complaint.see")
give_permissions(
    "supervisor",
    "complaint.count",
    "complaint.record",
    "complaint.keep",
    "complaint.publish",
    "complaint.see",
)
give_permissions("data_officer", "complaint.count", "complaint.publish", "complaint.see")


register_rules(
    Complaint,
    see=has_grant(ComplaintAccessGrant, "complaint.see"),
    answer=has_grant(ComplaintAccessGrant, "complaint.see"),
)
# Of every kind of action alike: whoever receives a complaint reads all that was done with it.
for step in (ComplaintAction, InvestigationNote, ComplaintSubject, ResponseDelivery):
    register_rules(step, see=via_foreign_key("complaint"))
register_rules(ComplaintAccessGrant, see=no_one)
register_rules(
    ComplaintSettings, see=has_permission("office.edit"), edit=has_permission("office.edit")
)
# What changed because of them names nobody: a second person sees to that before it is published.
register_rules(
    YouSaidWeDid, see=has_permission("complaint.publish"), edit=has_permission("complaint.publish")
)

# Whoever receives a complaint reads all of it: it belongs to the file of no person.
for record in (Complaint, ComplaintAction, InvestigationNote, ResponseDelivery):
    unmasked_for(record, "see")
