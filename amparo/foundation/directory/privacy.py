"""Personal data in the directory: contacts of organizations, addresses of safe houses, remarks."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_without_owner

from .models import FeedFile, Location, Provider, ServiceRemark

declare_without_owner(
    Provider, _("Colleagues of other organizations who confirm what they offer.")
)
declare_without_owner(
    Location, _("Addresses of safe houses: of the organizations that keep them.")
)
declare_without_owner(
    FeedFile, _("A directory of others: it goes once it was brought in or put away.")
)
declare_without_owner(ServiceRemark, _("What organizations say of their own services."))
