"""Who reads and keeps law: it names nobody, so all read it; who keeps it holds `law.keep`."""

from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    is_owner,
    register_rules,
)

from .models import (
    Framework,
    FrameworkItem,
    Instrument,
    LawImport,
    Provision,
    ProvisionRight,
    TreatyStatus,
)

register_rules(Instrument, see=any_signed_in_user, keep=has_permission("law.keep"))
register_rules(Provision, see=any_signed_in_user, keep=has_permission("law.keep"))
register_rules(LawImport, see=any_signed_in_user, withdraw=is_owner("by"))
for model in (Framework, FrameworkItem, ProvisionRight, TreatyStatus):
    register_rules(model, see=any_signed_in_user)
