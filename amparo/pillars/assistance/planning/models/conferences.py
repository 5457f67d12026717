"""A case conference: several who help one person sit together and decide."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.cases.models.cases import Case
from amparo.pillars.assistance.cases.models.tasks import Task


class CaseConference(CaseRecord):
    """Who met, what was said and what was decided; each decision can become a task."""

    on = models.DateField(_("Day"))
    participants = PersonalField(_("Participants"))
    person_took_part = models.BooleanField(_("You took part"), default=False)
    discussion = PersonalField(pgettext_lazy("case conference", "Minutes"))
    decisions = PersonalField(pgettext_lazy("field", "Decision"))

    crypto_label = "conference"
    audit_name = "conference"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Case conference")
        ordering = ["-on", "-pk"]

    class Privacy:
        owner = "case"
        title = _("Conferences about your case")
        review = True
        disclose = ("on", "participants", "person_took_part", "discussion", "decisions")

    class Events:
        quote = "decisions"
        held = AuditEvent(_("Case conference"), icon="messages")

    @classmethod
    @transaction.atomic
    def hold(cls, case: Case, *, by: User, tasks: list[dict] = (), **fields) -> "CaseConference":  # type: ignore[assignment]
        case.require_work_allowed()
        conference = cls.objects.create(case=case, by=by, **fields)
        for task in tasks:
            Task.set(case, Task.What.OTHER, by=by, **task)
        case.touch()
        log.log_event(by, "conference.held", conference, count=len(tasks))
        return conference
