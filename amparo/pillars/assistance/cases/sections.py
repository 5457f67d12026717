"""What cases themselves bring to the page of a case."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .extension_points import CasePlace, CaseSection, SectionLink
from .presenters import CasePage


def has_person(page: CasePage) -> bool:
    """Whether the case is about a person whom the user may know."""
    return page.person is not None


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
