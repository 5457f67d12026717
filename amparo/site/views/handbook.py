"""Views: the handbook, and help for one page, for everybody who is signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from amparo.foundation.core.accounts.practice import practice_account_of
from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.foundation.standards.step_guidance import cards_of_steps, distinct_cards
from amparo.ui.responses import render_page

from ..handbook.page_help import help_sections, terms_of, tour_of
from ..handbook.pages import START, HandbookPage, pages


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return _show(request, _page(START))


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    return _show(request, _page(name))


@require_safe
def page_help(request: HttpRequest, route: str) -> HttpResponse:
    """What the page of a route is for, its steps and terms, and the guidance of its steps."""
    language = get_language() or "en"
    section = help_sections(language).get(route)
    if section is None:
        raise Http404
    steps = section.marks.get("guidance", ())
    cards = cards_of_steps(steps, user=signed_in_user(request)) if steps else {}
    context = {
        "section": section,
        "terms": terms_of(section, language),
        "cards": distinct_cards(cards),
    }
    return render_page(request, "site/page_help.html", context, part="inside")


@require_safe
def first_steps(request: HttpRequest) -> HttpResponse:
    """Three cards for the main role of whoever is new."""
    user = signed_in_user(request)
    role = user.main_role.code if user.main_role else ""
    cards = tour_of(role, get_language() or "en")
    may_practise = not user.is_practice and practice_account_of(user) is not None
    context = {"cards": cards, "role": role, "may_practise": may_practise}
    return render(request, "site/first_steps.html", context)


def _page(name: str) -> HandbookPage:
    try:
        return pages(get_language() or "en")[name]
    except KeyError:
        raise Http404 from None


def _show(request: HttpRequest, page: HandbookPage) -> HttpResponse:
    return render(request, "site/handbook.html", {"page": page, "is_start": page.name == START})
