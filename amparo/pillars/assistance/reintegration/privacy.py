"""Plans and projects lie in the file of their case; whom a project serves, in their own."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_personal_data

from ..models import Case
from .models import (
    Headcount,
    ItemEnded,
    ItemStarted,
    PlanItem,
    Project,
    ProjectCause,
    ProjectEnded,
    ProjectResult,
    ReintegrationAgreement,
    ReintegrationEnded,
    ReintegrationPlan,
    ReintegrationReview,
    ResultReached,
    ServedCase,
)

declare_personal_data(
    Case, ReintegrationPlan, "case", title=_("Reintegration plan"),
    disclosed_fields=("at", "arrived_on", "state"),
)  # fmt: skip
declare_personal_data(
    Case, PlanItem, "case", title=_("What is planned for your reintegration"), needs_review=True,
    disclosed_fields=(
        "dimension", "level", "activity", "objective", "provider_words", "responsible_words",
        "starts_on", "ends_on", "budget", "currency", "status",
    ),
)  # fmt: skip
declare_personal_data(
    Case, ReintegrationAgreement, "plan__case", title=_("What you agreed to"), needs_review=True,
    disclosed_fields=("on", "how", "words"), duplicates=("agreed",),
)  # fmt: skip
declare_personal_data(
    Case, ItemStarted, "item__case", title=_("When it began"), disclosed_fields=("at",)
)
declare_personal_data(
    Case, ItemEnded, "item__case", title=_("What came of it"), needs_review=True,
    disclosed_fields=("at", "how", "words"),
)  # fmt: skip
declare_personal_data(
    Case, ReintegrationReview, "plan__case", title=_("What moved in your plan"), needs_review=True,
    disclosed_fields=("on", "words", "next_on"),
)  # fmt: skip
declare_personal_data(
    Case, ReintegrationEnded, "plan__case", title=_("How your plan ended"), needs_review=True,
    disclosed_fields=("at", "how", "words", "economic", "social", "psychosocial"),
)  # fmt: skip
declare_personal_data(
    Case, Project, "case", title=_("Project"), needs_review=True,
    disclosed_fields=(
        "title", "aim", "activity", "level", "starts_on", "ends_on", "budget", "currency",
    ),
)  # fmt: skip
declare_personal_data(
    Case, Headcount, "project__case", title=_("Who took part"), disclosed_fields=("on", "total")
)
declare_personal_data(
    Case,
    ProjectCause,
    "project__case",
    title=_("What a project answers"),
    disclosed_fields=("at",),
)
declare_personal_data(
    Case, ProjectResult, "project__case", title=_("What a project should change"),
    needs_review=True,
    disclosed_fields=("words", "expected", "reached"),
)  # fmt: skip
declare_personal_data(
    Case, ResultReached, "result__project__case", title=_("What a project changed"),
    needs_review=True,
    disclosed_fields=("on", "number", "words"),
)  # fmt: skip
declare_personal_data(
    Case, ProjectEnded, "project__case", title=_("How a project ended"), needs_review=True,
    disclosed_fields=("at", "how", "words"),
)  # fmt: skip
declare_personal_data(
    Case,
    ServedCase,
    "case",
    title=_("A project of your community serves you"),
    disclosed_fields=("at",),
)
