"""What rests on a fund or a project, for its page: the services charged to it, by type."""

from typing import Any

from amparo.foundation.core.models import User
from amparo.foundation.funding.models import Fund, Project

from .service_costs import services_by_type

TEMPLATE = "services/funding_panel.html"


def services_of_fund(fund: Fund, user: User) -> dict[str, Any]:
    return {"services": services_by_type(fund=fund)}


def services_of_project(project: Project, user: User) -> dict[str, Any]:
    return {"services": services_by_type(fund__project=project)}
