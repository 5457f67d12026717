"""View: the search for everything one may open. What is typed never stands in an address."""

from dataclasses import dataclass, field

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.search import SearchInput, SearchSection, search_all
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.duplicate_search import (
    DuplicateCandidate,
    DuplicateSearchResult,
    search_duplicates,
)
from amparo.ui.responses import action_done, is_htmx_fragment, render_page

from ..search_form import SearchForm

TEMPLATE = "site/search.html"
# Of each kind: on the page, and over another page.
PAGE_HITS, PALETTE_HITS = 8, 4


@dataclass(frozen=True)
class SearchResults:
    """What was found: people, a case by its number, and everything else by heading."""

    input: SearchInput
    limit: int
    looked: DuplicateSearchResult | None = None
    case: Case | None = None
    sections: list[SearchSection] = field(default_factory=list)
    text: str = ""  # about a person, for a request to take over

    @property
    def is_query_empty(self) -> bool:
        return not (
            self.looked is not None or self.case or self.input.only_actions or self.input.text
        )

    @property
    def people(self) -> list[DuplicateCandidate]:
        return self.looked.found[: self.limit] if self.looked is not None else []

    @property
    def has_people(self) -> bool:
        """Whether there is somebody to look at, or an office to ask: they stand first."""
        return self.looked is not None and bool(self.looked.found or self.looked.elsewhere)

    @property
    def has_more_people(self) -> bool:
        """Whether the page says more of people than the few lines over another page."""
        looked = self.looked
        return looked is not None and bool(looked.elsewhere or len(looked) > len(self.people))

    @property
    def count(self) -> int:
        return len(self.people) + bool(self.case) + sum(len(each.hits) for each in self.sections)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request):
    if request.method != "POST":
        return render(request, TEMPLATE, {"form": SearchForm(user=request.user)})
    form = SearchForm(request.POST, user=request.user)
    is_palette = "palette" in request.POST
    part = "palette" if is_palette else "found"
    context: dict = {"form": form, "number": ""}
    if not form.is_valid():
        return render_page(request, TEMPLATE, context, part=part, status=422)
    limit = PALETTE_HITS if is_palette else PAGE_HITS
    if form.case_number:
        case = _case_with(request.user, form.case_number)
        if case and not is_htmx_fragment(request):
            return action_done(request, next_url=case.get_absolute_url())
        context["number"] = form.case_number
        context["results"] = SearchResults(form.input, limit, case=case)
    else:
        context["results"] = _results(form, request.user, limit)
    return render_page(request, TEMPLATE, context, part=part)


def _case_with(user: User, number: str) -> Case | None:
    """A number leads to its case; one that is not the user's does not exist."""
    return Case.objects.accessible_to(user).filter(number=number).first()


def _results(form: SearchForm, user: User, limit: int) -> SearchResults:
    is_about_a_person = form.is_about_a_person
    return SearchResults(
        form.input,
        limit,
        looked=search_duplicates(form.features, user) if is_about_a_person else None,
        sections=search_all(user, form.input, limit=limit),
        text=form.search_text if is_about_a_person else "",
    )
