"""Who reads what was endorsed and adopted: everybody who signs in."""

from amparo.foundation.core.permissions.grants import any_of
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    register_rules,
)
from amparo.foundation.funding.permissions import in_own_office

from .models import Adoption, Endorsement

register_rules(Endorsement, see=any_signed_in_user)
register_rules(
    Adoption,
    see=any_signed_in_user,
    end=any_of(has_permission("guidance.write"), in_own_office("guidance.adopt", "office")),
)
