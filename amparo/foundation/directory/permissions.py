"""Permission rules of the directory: what is public is read by everybody, also signed out."""

from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    register_rules,
    via_foreign_key,
)

from .models import (
    Area,
    Asking,
    Desk,
    DirectoryEdition,
    DutyBearer,
    EmergencyNumber,
    Fed,
    Feed,
    FeedFile,
    Location,
    Mechanism,
    MechanismMember,
    Obligation,
    Offered,
    Opening,
    Price,
    Provider,
    Remark,
    Service,
    ServiceType,
    Verification,
)

register_rules(Provider, see=any_signed_in_user, edit=has_permission("directory.edit"))
register_rules(DutyBearer, see=any_signed_in_user, edit=has_permission("directory.edit"))
register_rules(EmergencyNumber, see=any_signed_in_user, edit=has_permission("number.edit"))
register_rules(Obligation, see=any_signed_in_user)
# Where a safe house is, only those know who take people there.
register_rules(
    Location,
    see=any_signed_in_user,
    edit=has_permission("directory.edit"),
    find=has_permission("directory.find_hidden"),
)
register_rules(
    Service,
    see=any_signed_in_user,
    edit=has_permission("directory.edit"),
    refer=has_permission("case.work"),
)
register_rules(ServiceType, see=any_signed_in_user)
register_rules(Offered, see=any_signed_in_user, edit=via_foreign_key("service", "edit"))
register_rules(Opening, see=any_signed_in_user)
register_rules(Price, see=any_signed_in_user)
register_rules(Area, see=any_signed_in_user)
register_rules(Desk, see=any_signed_in_user)
register_rules(DirectoryEdition, see=any_signed_in_user)
register_rules(Verification, see=any_signed_in_user)
register_rules(Mechanism, see=any_signed_in_user, edit=has_permission("directory.edit"))
register_rules(MechanismMember, see=any_signed_in_user, edit=has_permission("directory.edit"))
register_rules(Feed, see=has_permission("directory.edit"), bring=has_permission("directory.edit"))
register_rules(
    FeedFile, see=has_permission("directory.edit"), bring=has_permission("directory.edit")
)
register_rules(Fed, see=has_permission("directory.edit"))
register_rules(Asking, see=has_permission("directory.edit"))
register_rules(
    Remark, see=has_permission("directory.edit"), settle=has_permission("directory.edit")
)

# Whom to ask whether a listing is true; where a house is that is on no map; what strangers wrote.
unmasked_for(Provider, "edit")
unmasked_for(Location, "find")
unmasked_for(Remark, "see")
