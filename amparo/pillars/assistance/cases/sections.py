"""What cases themselves bring to the page of a case."""

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .extension_points import (
    CasePlace,
    CaseSection,
    CaseStage,
    NextStep,
    SectionLink,
    StageProgress,
)
from .presenters import CasePage


def has_person(page: CasePage) -> bool:
    """Whether the case is about a person whom the user may know."""
    return page.person is not None


def closure_progress(page: CasePage) -> StageProgress:
    """Done once the case ended; a closure that was asked for waits for its approval."""
    case = page.case
    if case.is_ended:
        return StageProgress(True, str(case.get_status_display()))
    if getattr(case, "is_closing", False):
        return StageProgress(False, step=NextStep(_("Closure pending approval")))
    url = reverse("cases:closure-new", args=[case.ref])
    step = NextStep(
        gettext("Next step: close the case, or plan what is still needed"),
        gettext("The plan was carried out, and the person was asked since."),
        gettext("Close case"), url, "folder",
    )  # fmt: skip
    return StageProgress(False, step=step)


STAGES = (
    CaseStage(
        "closure", 60, pgettext_lazy("case stage", "Closure"), closure_progress,
        ("planning:followup-new", "cases:note-new"),
    ),
)  # fmt: skip
SECTIONS = (
    CaseSection("next", CasePlace.MAIN, 10, "cases/tasks/panel.html"),
    CaseSection(
        "consent", CasePlace.SIDE, 10, "cases/consent.html",
        link=SectionLink(60, _("Consent"), is_shown=has_person),
    ),
    CaseSection("people", CasePlace.SIDE, 20, "cases/people.html"),
    CaseSection(
        "notes", CasePlace.SIDE, 30, "cases/notes/panel.html", is_later=True,
        link=SectionLink(40, _("Notes")),
    ),
    CaseSection(
        "papers", CasePlace.SIDE, 40, "cases/attachments.html", is_later=True,
        link=SectionLink(50, pgettext_lazy("case", "Documents")),
    ),
    CaseSection(
        "story", CasePlace.SIDE, 50, "cases/timeline.html", is_later=True,
        link=SectionLink(70, _("Timeline")),
    ),
)  # fmt: skip
