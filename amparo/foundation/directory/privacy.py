"""What the directory keeps of persons: who confirms it, and where nobody may find them."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust.keeping import in_no_file

from .models import FeedFile, Location, Provider, Remark

in_no_file(Provider, _("Colleagues of other organizations who confirm what they offer."))
in_no_file(Location, _("Addresses of safe houses: of the organizations that keep them."))
in_no_file(FeedFile, _("A directory of others: it goes once it was brought in or put away."))
in_no_file(Remark, _("What organizations say of their own services."))
