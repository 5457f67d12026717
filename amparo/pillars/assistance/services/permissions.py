"""Who may record the services of a case, and see what was spent on services since erased."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key
from amparo.foundation.funding.permissions import in_own_office

from .models import AnonymousService, ServiceProvided

register_rules(ServiceProvided, work=via_foreign_key("case", "work"))
register_rules(AnonymousService, see=in_own_office("fund.keep", "line__fund__office"))
