"""Who stands for a child alone: on what that rests, how they are reached, and until when."""

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Attachment

from .children import ChildRecord, UnaccompaniedChild

# A guardian for the time being is not yet the one with whom a child is alone no longer.
INTERIM = "interim"


class GuardianQuerySet(PermissionQuerySet):
    def standing(self) -> "GuardianQuerySet":
        return self.filter(until=None)

    def lasting(self) -> "GuardianQuerySet":
        return self.standing().exclude(basis=INTERIM)


class Guardian(ChildRecord):
    """One guardianship."""

    child = models.ForeignKey(UnaccompaniedChild, models.CASCADE, related_name="guardians")
    name = PersonalField(gettext_lazy("Name"), is_name=True)
    basis = models.CharField(gettext_lazy("Basis"), max_length=20)
    contact = PersonalField(gettext_lazy("Number or address"))
    since = models.DateField(pgettext_lazy("column", "Since"))
    until = models.DateField(pgettext_lazy("period", "End date"), null=True)
    why_ended = PersonalField(gettext_lazy("Reason for ending"))
    paper = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")

    crypto_label = "guardian"
    audit_name = "guardian"

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Guardian")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], name="one_guardian_at_a_time", condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="guardianship_ends_after_it_began",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    class Privacy:
        owner = "child__case"
        title = gettext_lazy("Guardians")
        review = True
        disclose = ("name", "basis", "contact", "since", "until", "why_ended")

    class Events:
        named = AuditEvent(
            pgettext_lazy("ledger", "Guardian appointed"),
            icon="user-plus",
            timeline=gettext_lazy("Guardian appointed"),
        )
        ended = AuditEvent(
            gettext_lazy("Guardianship ended"),
            icon="user",
            timeline=gettext_lazy("The guardianship ended"),
        )

    @classmethod
    @transaction.atomic
    def name_one(
        cls, child: UnaccompaniedChild, *, by: User, name: str, basis: str, since: date,
        contact: str = "", paper: Attachment | None = None, lives_with_child: bool = False,
    ) -> "Guardian":  # fmt: skip
        """They stand for the child from that day on; who did before does no longer.

        `lives_with_child` says that they are who cares for the child now: alone no longer.
        """
        child.hold()
        before = cls.objects.standing().filter(child=child).select_related("child__case").first()
        if before and (before.name, before.since) == (name.strip(), since):
            return before  # sent twice
        child.require_work_allowed()
        child.must_own(paper)
        code_lists.require("guardian_basis", basis)
        if not name.strip():
            raise Refusal(_("Write the name of the guardian."))
        if since > child.case.office.today_for(by):
            raise Refusal(_("Write it down once the guardian stands for the child."))
        if before:
            before.end(by=by, on=since, because=_("Somebody else was named."))
        guardian = cls.objects.create(
            child=child, by=by, name=name.strip(), basis=basis, since=since, contact=contact,
            paper=paper,
        )  # fmt: skip
        child.case.touch()
        log.log_event(by, "guardian.named", guardian, kind=basis)
        if lives_with_child:
            guardian._cares_for_child(by=by)
        return guardian

    def _cares_for_child(self, *, by: User) -> None:
        care = self.child.cares.standing().first()
        if care is None:
            raise Refusal(_("Record a care arrangement first."))
        care.child = self.child
        care.is_with_guardian(by=by)

    @transaction.atomic
    def end(self, *, by: User, on: date, because: str) -> None:
        """They stand for the child no longer."""
        self.child.hold()
        self.child.require_work_allowed()
        if self.until:
            return
        if on < self.since:
            raise Refusal(_("The guardianship began later than that. Look at the days again."))
        if on > self.child.case.office.today_for(by):
            raise Refusal(_("Write it down once it has ended."))
        if not because.strip():
            raise Refusal(_("Write why the guardianship ends."))
        self.until, self.why_ended = on, because.strip()
        self.save(update_fields=["until", "why_ended"])
        self.child.case.touch()
        log.log_event(by, "guardian.ended", self)
