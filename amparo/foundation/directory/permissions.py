"""Permission rules of the directory: what is public is read by everybody, also signed out."""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    join_path,
    register_rules,
    via_foreign_key,
)

from .models import (
    ConfirmationRequest,
    ContactPoint,
    DirectoryEdition,
    DutyBearer,
    EmergencyNumber,
    ExternalDirectory,
    FeedFile,
    FeedService,
    Location,
    Mandate,
    MechanismMember,
    Obligation,
    OpeningHours,
    Provider,
    ReferralMechanism,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCost,
    ServiceRemark,
    ServiceType,
    ServiceVerification,
)


def of_own_institution(verb: str, path: str) -> PermissionRule:
    """What belongs to an institution for which one speaks as a partner."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        organizations = user.partner_organizations if verb in user.permissions else []
        return Q(**{f"{join_path(at, path)}__in": organizations}) if organizations else NONE

    return rule


register_rules(Provider, see=any_signed_in_user, edit=has_permission("directory.edit"))
register_rules(DutyBearer, see=any_signed_in_user, edit=has_permission("directory.edit"))
register_rules(EmergencyNumber, see=any_signed_in_user, edit=has_permission("number.edit"))
register_rules(Obligation, see=any_signed_in_user)
# Of which places an institution reads figures: who keeps it, and the institution itself.
register_rules(
    Mandate,
    see=any_of(has_permission("office.edit"), of_own_institution("figure.read", "organization")),
    keep=has_permission("office.edit"),
)
# Where a safe house is, only those know who take people there.
register_rules(
    Location,
    see=any_signed_in_user,
    edit=has_permission("directory.edit"),
    find=has_permission("directory.find_confidential"),
)
register_rules(
    Service,
    see=any_signed_in_user,
    edit=has_permission("directory.edit"),
    refer=has_permission("case.work"),
)
register_rules(ServiceType, see=any_signed_in_user)
register_rules(ServiceAtLocation, see=any_signed_in_user, edit=via_foreign_key("service", "edit"))
register_rules(OpeningHours, see=any_signed_in_user)
register_rules(ServiceCost, see=any_signed_in_user)
register_rules(ServiceArea, see=any_signed_in_user)
register_rules(ContactPoint, see=any_signed_in_user)
register_rules(DirectoryEdition, see=any_signed_in_user)
register_rules(ServiceVerification, see=any_signed_in_user)
register_rules(ReferralMechanism, see=any_signed_in_user, edit=has_permission("directory.edit"))
register_rules(MechanismMember, see=any_signed_in_user, edit=has_permission("directory.edit"))
register_rules(
    ExternalDirectory,
    see=has_permission("directory.edit"),
    upload=has_permission("directory.edit"),
)
register_rules(
    FeedFile, see=has_permission("directory.edit"), upload=has_permission("directory.edit")
)
register_rules(FeedService, see=has_permission("directory.edit"))
register_rules(ConfirmationRequest, see=has_permission("directory.edit"))
register_rules(
    ServiceRemark, see=has_permission("directory.edit"), settle=has_permission("directory.edit")
)

# Whom to ask whether a listing is true; where a house is that is on no map; what strangers wrote.
unmasked_for(Provider, "edit")
unmasked_for(Location, "find")
unmasked_for(ServiceRemark, "see")
