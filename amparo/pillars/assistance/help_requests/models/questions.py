"""What somebody asks for and how to reach them without harm, as they say it themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField, personal_fields
from amparo.foundation.people.models import Place

from .status import RequesterType

# The words on the page under which somebody sends; other words get another version.
NOTICE = "2026-11"
READ, SHARE = "case_management", "share_services"
CONTACT = ("safe_channel", "contact", "hours", "who_may_answer", "may_leave_message", "code_word")


class HelpRequestFields(models.Model):
    """The answers of one page. All but the first may be left empty."""

    # Numbers of the needs on the public pages (`directory/needs.py`).
    needs = models.JSONField(default=list)
    text = PersonalField(pgettext_lazy("field", "Text"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(_("Language"), max_length=10)
    other_language = PersonalField(_("Another language"))
    asker = models.CharField(max_length=10, choices=RequesterType, default=RequesterType.SELF)
    in_danger = models.BooleanField(default=False)
    # How to reach them without harm, as a Person's safe contact.
    safe_channel = models.CharField(_("How to reach you safely"), max_length=20, blank=True)
    contact = PersonalField(_("Number or address"))
    hours = PersonalField(_("Safe hours"))
    who_may_answer = PersonalField(_("Who may answer the phone"))
    may_leave_message = models.BooleanField(_("A message may be left"), null=True)
    code_word = PersonalField(_("Code word to say first"))
    asked_at = models.DateTimeField(_("Day"), default=now, editable=False)

    class Meta:
        abstract = True

    def empty(self) -> None:
        """Nothing of what they wrote stays, nor how to reach them."""
        for name in personal_fields(type(self)):
            setattr(self, name, "")
        self.may_leave_message, self.safe_channel = None, ""

    @property
    def has_contact(self) -> bool:
        return bool(self.contact or self.safe_channel)
