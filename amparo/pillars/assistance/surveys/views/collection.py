"""Holding a round: whom and which, a page for each dimension, the end. Every page is kept."""

from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.action_views import attempt
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.ui.responses import action_done, render_page

from ..after_closure import may_be_contacted
from ..forms.collection import BeginForm, EndForm, QuestionsForm
from ..instrument import codes_of, said
from ..models import InstrumentVersion, ScheduledSurvey, SurveyResponse, SurveyResponseDraft
from ..names import add_names

BEGIN, PAGE = "surveys/begin.html", "surveys/page.html"
ASKS = ["GET", "HEAD", "POST"]
END = "end"


def _case(request, ref) -> Case:
    return get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)


def of_case(case: Case) -> str:
    return reverse("surveys:case", args=[case.ref])


@require_http_methods(ASKS)
def begin(request, ref):
    case = _case(request, ref)
    people = _people(case, request.user)
    versions = _versions(case)
    form = BeginForm(
        request.POST if request.method == "POST" else None, people=people, versions=versions,
        reader=get_language() or "", today=case.office.today_for(request.user),
        initial=_known(case, people, versions, request.GET.get("due", "")),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        draft = attempt(form, SurveyResponseDraft.begin, case, by=request.user, **form.asked)
        if draft:
            return action_done(request, next_url=_at(draft, _first(draft)))
    context = {
        "case": case, "form": form, "versions": versions, "people": people,
        "is_own": case.owner_id == request.user.pk and _is_about_closure(case, form),
        "reached": people[0] if case.is_ended and people else None,
        "is_danger": case.is_ended and any(not may_be_contacted(each) for each in people),
    }  # fmt: skip
    return render_page(request, BEGIN, context, status=422 if form.is_bound else 200)


def _people(case: Case, user) -> list[Person]:
    """Everybody of the case whom this colleague may know."""
    refs = [each.pk for each in case.persons()]
    known = {each.pk: each for each in Person.objects.accessible_to(user).filter(pk__in=refs)}
    return [known[pk] for pk in refs if pk in known]


def _is_about_closure(case: Case, form: BeginForm) -> bool:
    """Whether it is about the help that they received, which its caseworker gave."""
    chosen = str(form["round"].value() or "").partition(":")[0]
    version = form.versions.get(chosen)
    return case.is_ended or (version is not None and version.survey.is_about_closure)


def _versions(case: Case) -> list[InstrumentVersion]:
    """Those they were asked by before come first: only these can be compared. In a closed case
    those about its closure.
    """
    before = InstrumentVersion.objects.filter(surveyresponses__case=case).distinct()
    in_use = InstrumentVersion.objects.in_use().order_by("-published_at", "-pk")
    found = dict.fromkeys([*before.order_by("-pk"), *in_use])
    return [each for each in found if each.survey.is_about_closure or not case.is_ended]


def _known(case: Case, people, versions, due: str) -> dict:
    """What need not be asked again."""
    last = SurveyResponse.objects.standing().filter(case=case).in_order().last()
    spoken = [code for each in versions for code in each.survey.languages]
    known = {
        "on": case.office.today(), "returned_on": last.returned_on if last else None,
        "language": case.language if case.language in spoken else "",
        "person": str(people[0].ref) if len(people) == 1 else "",
    }  # fmt: skip
    expected = ScheduledSurvey.objects.waiting().filter(case=case).order_by("due_on")
    named = next((each for each in expected if str(each.ref) == due), None)
    if named := named or expected.first():
        known["round"] = f"{named.version.ref}:{named.wave}"
        known["person"] = next(
            (str(each.ref) for each in people if each.pk == named.person_id), ""
        )
    return known


@require_http_methods(ASKS)
def go_on(request, ref, draft):
    case = _case(request, ref)
    drafts = SurveyResponseDraft.objects.filter(case=case).select_related(
        "version", "by", "replaces", "person"
    )
    draft = get_permitted_or_404(request, drafts, to="work", ref=draft)
    draft.case = case
    pages = [*codes_of(draft.version.survey.dimensions), END]
    if request.method != "POST":
        asked = request.GET.get("page", "")
        at = asked if asked in pages else _first(draft)
        return _shown(request, draft, at, _form(draft, at))
    sent = request.POST.get("page", "")
    at = sent if sent in pages else END
    form = _form(draft, at, request.POST)
    if form.is_valid() and (answer := _keep(request, draft, form, pages, at)):
        return answer
    return _shown(request, draft, at, form)


def _form(draft: SurveyResponseDraft, at: str, sent=None):
    if at == END:
        return EndForm(sent, draft=draft)
    return QuestionsForm(sent, draft=draft, dimension=at)


def _keep(request, draft: SurveyResponseDraft, form, pages: list[str], at: str):
    """One page, or all of it."""
    if isinstance(form, EndForm):
        held = attempt(form, draft.keep, by=request.user, **form.cleaned_data)
        if held is None:
            return None
        there = reverse("surveys:round", args=[held.case.ref, held.ref])
        return action_done(request, next_url=there, message=_("Survey saved."))
    asked = codes_of(form.items)
    attempt(form, draft.hold, form.answers, among=asked, by=request.user)
    if form.errors:
        return None
    if request.POST.get("go") == "later":
        said_ = _("Answers saved. You can continue at any time.")
        return action_done(request, next_url=of_case(draft.case), message=said_)
    place = pages.index(at)
    step = -1 if request.POST.get("go") == "back" and place else 1
    return action_done(request, next_url=_at(draft, pages[place + step]))


def _shown(request, draft: SurveyResponseDraft, at: str, form):
    survey, language = draft.version.survey, get_language() or ""
    dimensions = survey.dimensions
    add_names([draft], request.user)
    steps = [said(each.name, language) for each in dimensions] + [_("The end")]
    pages = [*codes_of(dimensions), END]
    context = {
        "case": draft.case, "draft": draft, "form": form, "at": at, "is_end": at == END,
        "title": steps[pages.index(at)], "step": pages.index(at) + 1, "steps": len(pages),
        "is_first": at == pages[0], "is_theirs": draft.by_id == request.user.pk,
        "direction": "rtl" if get_language_info(draft.language)["bidi"] else "ltr",
        "back_url": _at(draft, pages[-2]),
        "counts": [
            (said(each.name, language), _at(draft, each.code), *_answered(draft, each.code))
            for each in dimensions
        ] if at == END else [],
    }  # fmt: skip
    return render_page(request, PAGE, context, status=422 if form.is_bound else 200)


def _answered(draft: SurveyResponseDraft, dimension: str) -> tuple[int, int]:
    """How many of how many questions that were to be asked."""
    answers = draft.answers or {}
    asked = [each for each in draft.version.survey.of(dimension) if each.is_asked(answers)]
    return sum(each.code in answers for each in asked), len(asked)


def _first(draft: SurveyResponseDraft) -> str:
    """The first page on which nothing was answered yet: there one goes on."""
    answers = draft.answers or {}
    for each in draft.version.survey.dimensions:
        if not any(item.code in answers for item in draft.version.survey.of(each.code)):
            return each.code
    return END


def _at(draft: SurveyResponseDraft, at: str) -> str:
    there = reverse("surveys:draft", args=[draft.case.ref, draft.ref])
    return f"{there}?page={at}"


@require_POST
def throw_away(request, ref, draft):
    case = _case(request, ref)
    drafts = SurveyResponseDraft.objects.filter(case=case)
    draft = get_permitted_or_404(request, drafts, to="throw_away", ref=draft)
    draft.throw_away(by=request.user)
    return action_done(request, next_url=of_case(case), message=_("Draft discarded."))


@require_POST
def correct(request, ref, held):
    case = _case(request, ref)
    held = get_permitted_or_404(
        request, SurveyResponse.objects.filter(case=case), to="work", ref=held
    )
    held.case = case
    draft = SurveyResponseDraft.correct(held, by=request.user)
    first = codes_of(draft.version.survey.dimensions)[0]
    said_ = _("Correct the survey and give the reason. The first version is kept.")
    return action_done(request, next_url=_at(draft, first), message=said_)
