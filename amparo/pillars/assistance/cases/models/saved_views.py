"""Saved views: the filters of a list that one colleague gave a name, to open them again."""

from collections.abc import Mapping

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

MOST = 20


class SavedView(Record):
    """Filters and order of one list under the name that its owner gave them; only they see it.

    It is kept as long as the account is open. A code that is retired later stays in it: the list
    says so when it is opened.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    of_list = models.CharField(max_length=20)
    # The words of a colleague: somebody may write whom a list is about.
    name = PersonalField(gettext_lazy("Name of the view"))
    filters = models.JSONField(default=dict)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "savedview"
    audit_name = "savedview"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Saved view")

    class Privacy:
        no_owner = gettext_lazy("How a colleague filters a list: deleted with the account.")
        plain_text = {"filters": "codes of filters, by the names of the filters"}

    def __str__(self):
        return f"SavedView {self.ref}"

    @classmethod
    def of(cls, user: User, of_list: str) -> "list[SavedView]":
        """Those of one list, in the order in which they were saved."""
        return list(cls.objects.filter(user=user, of_list=of_list).order_by("pk"))

    @classmethod
    @transaction.atomic
    def save_as(
        cls, name: str, filters: Mapping[str, str], *, of_list: str, by: User
    ) -> "SavedView":
        """Saves the filters under a name; one of the same name takes them over."""
        name = " ".join(name.split())
        if not name:
            raise Refusal(_("Write a name for this view."))
        found = cls.of(by, of_list)
        same = [each for each in found if each.name.casefold() == name.casefold()]
        if not same and len(found) >= MOST:
            raise Refusal(
                _("You have %(most)s saved views already. Delete one first.") % {"most": MOST}
            )
        view = same[0] if same else cls(user=by, of_list=of_list)
        view.name, view.filters, view.at = name, dict(filters), now()
        view.save()
        return view
