"""What a project answers of what is known of a place; and how many cases it serves."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.cases.models import Case

from .community_projects import CommunityProject, OfACommunityProject


class CommunityProjectCause(OfACommunityProject):
    """Something that people meet in that place, and that the project is to change."""

    project = models.ForeignKey(CommunityProject, models.CASCADE, related_name="causes")
    observation = models.ForeignKey(Observation, models.CASCADE, related_name="+")

    audit_name = "communityprojectcause"

    class Meta(OfACommunityProject.Meta):
        verbose_name = gettext_lazy("Needs addressed by the community-based project")
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["project", "observation"], name="community_project_cause_once"
            )
        ]

    class Privacy:
        owner = "project__case"
        title = gettext_lazy("Needs addressed by the community-based project")
        disclose = ("at",)

    @classmethod
    @transaction.atomic
    def link(
        cls, project: CommunityProject, observation: Observation, *, by: User
    ) -> "CommunityProjectCause":
        """Only what is known of a place: never what was said of one person."""
        project.must_go_on()
        around = Observation.objects.context_of(project.place)
        if project.place is None or not around.filter(pk=observation.pk).exists():
            raise Refusal(_("Choose among what is known of this place and stands today."))
        cause, is_new = cls.objects.get_or_create(
            project=project, observation=observation, defaults={"by": by}
        )
        if is_new:
            project.case.touch()
            log.log_event(
                by,
                "communityproject.cause_named",
                cause,
                code=observation.factor or observation.threat,
            )
        return cause


class ProjectCase(OfACommunityProject):
    """Somebody whose case the project serves. It lies in their file: there it is read, not here.

    Whoever may not open that case learns from the project only how many there are.
    """

    project = models.ForeignKey(CommunityProject, models.CASCADE, related_name="served")
    case = models.ForeignKey(Case, models.CASCADE, related_name="community_projects_that_serve")

    audit_name = "projectcase"

    class Meta(OfACommunityProject.Meta):
        verbose_name = gettext_lazy("Case that a community-based project serves")
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["project", "case"], name="community_project_serves_a_case_once"
            )
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Your community-based project")
        disclose = ("at",)

    class Events:
        linked = AuditEvent(
            pgettext_lazy("ledger", "Case linked to community-based project"),
            icon="users-group",
            timeline=gettext_lazy("Case linked to community-based project"),
            story=False,
        )

    @property
    def file(self) -> Case:
        return self.case

    @classmethod
    @transaction.atomic
    def link(cls, project: CommunityProject, case: Case, *, by: User) -> "ProjectCase":
        project.hold()
        project.must_go_on()
        case.require_work_allowed()
        if not Case.objects.accessible_to(by, "work").filter(pk=case.pk).exists():
            raise Refusal(_("Whoever works on that case links it to the project."))
        if not (case.person_id or case.family_id):
            raise Refusal(_("Link the cases of people and families that it serves."))
        served, is_new = cls.objects.get_or_create(project=project, case=case, defaults={"by": by})
        if is_new:
            project.cases_served += 1
            project.save(update_fields=["cases_served"])
            log.log_event(by, "projectcase.linked", served)
        return served
