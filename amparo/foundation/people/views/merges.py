"""Views: two records of one person compared, merged, confirmed by a second person, unmerged."""

from django.http import Http404
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.responses import action_done, render_page

from ..forms import MergeForm, PersonSearchForm, RefuseMergeForm, UnmergeForm
from ..models import Merge, Person
from ..models.merges import needs_second_person
from ..presenters.comparison import merge_lines
from ..presenters.persons import PersonPresenter, distinguishing_line, load_parts
from ..search.search import search
from .responses import PersonAction, person_url

SEARCH, NEW, SHOW = (
    "people/merges/search.html",
    "people/merges/new.html",
    "people/merges/show.html",
)
ASKS = ["GET", "HEAD", "POST"]
MERGES = Merge.objects.select_related("kept", "duplicate", "by", "confirmation__by", "unmerge__by")


@require_http_methods(ASKS)
def search_duplicate(request, ref):
    """Which file may be a second one of this person: looked for first, then compared."""
    person = get_permitted_or_404(request, Person, to="work", ref=ref)
    form = PersonSearchForm(request.POST or None)
    context = {"person": person, "seek": form, "back": person_url(person)}
    if request.method == "POST" and form.is_valid():
        people = [p for p in search(request.user, form.cleaned_data["q"]) if p.pk != person.pk]
        log.log_list(request.user, "person.searched", people)
        context["found"] = [(each, distinguishing_line(each)) for each in people]
    return render(request, SEARCH, context, status=422 if form.errors else 200)


@discreet_mode.shows_full_names
@require_http_methods(ASKS)
def new(request, ref, other):
    """Both files side by side; who has looked at them joins them."""
    one = get_permitted_or_404(request, Person, to="work", ref=ref)
    two = get_permitted_or_404(request, Person, to="work", ref=other)
    if one == two:
        raise Http404
    form = MergeForm(request.POST or None, files=(one, two), initial={"keep": str(one.ref)})
    if request.method == "POST" and form.is_valid():
        kept, duplicate = form.in_order(one, two)
        merge = kept.merge(duplicate, by=request.user, because=form.cleaned_data["because"])
        if merge.is_waiting:
            said = _("A second person looks at both files. You hear their answer as a notice.")
            return action_done(request, next_url=merge.get_absolute_url(), message=said)
        return action_done(
            request, next_url=person_url(kept), message=_("Both files are read here from now on.")
        )
    context = {
        "form": form, "person": one, "back": person_url(one),
        "needs_second": needs_second_person(one, two),
        **_comparison_context(request, one, two),
    }  # fmt: skip
    return render_page(request, NEW, context, status=422 if form.is_bound else 200)


@discreet_mode.shows_full_names
@require_safe
def show(request, ref):
    return _merge_page(request, _open_merge(request, ref, to="see"))


@require_POST
def confirm(request, ref):
    merge = _open_merge(request, ref, to="answer")
    merge.confirm(by=request.user)
    return action_done(
        request,
        next_url=person_url(merge.kept),
        message=_("Both files are read here from now on."),
    )


@require_POST
def refuse(request, ref):
    merge = _open_merge(request, ref, to="answer")
    form = RefuseMergeForm(request.POST)
    if form.is_valid():
        merge.refuse(by=request.user, **form.cleaned_data)
        said = _("Both files stay as they are. Who asked has been told.")
        return action_done(request, next_url=merge.get_absolute_url(), message=said)
    return _merge_page(request, merge, doubt=form)


# They are two people after all, or it is not sure: each file stands by itself again.
undo = PersonAction.as_view(
    queryset=MERGES, permission="undo", title=_("Undo merge"),
    submit_label=_("Part them"), tone="danger", form_class=UnmergeForm, perform=Merge.undo,
    success_message=_("Each file is separate again, with all that lies in it."),
    get_back_url=lambda merge: merge.get_absolute_url(),
    get_page=lambda merge: {"crumbs": [(person_url(merge.kept), merge.kept.shown_name)]},
    get_context=lambda merge: {"merge": merge},
    get_success_url=lambda merge, result: person_url(merge.duplicate),
    fields_template="people/merges/undo.html",
)  # fmt: skip


def _open_merge(request, ref, *, to: str) -> Merge:
    return get_permitted_or_404(request, MERGES, to=to, ref=ref)


def _merge_page(request, merge: Merge, doubt: RefuseMergeForm | None = None):
    verbs = permissions_on(merge, request.user)
    is_mine = merge.by_id == request.user.pk
    context = {
        "merge": merge,
        "title": _titles()[merge.state],
        "confirmation": getattr(merge, "confirmation", None),
        "unmerge": getattr(merge, "unmerge", None),
        "may_answer": "answer" in verbs and merge.is_waiting and not is_mine,
        "may_undo": "undo" in verbs and (merge.is_in_force or (merge.is_waiting and is_mine)),
        "doubt": doubt or RefuseMergeForm(),
        **_comparison_context(request, merge.kept, merge.duplicate),
    }
    return render_page(request, SHOW, context, status=422 if doubt else 200)


def _titles() -> dict[str, str | Promise]:
    return {
        Merge.State.WAITING: _("Do both records belong to one person?"),
        Merge.State.IN_FORCE: _("Both files are of one person"),
        Merge.State.REFUSED: _("Two files, each by itself"),
        Merge.State.UNDONE: _("Two files, each by itself"),
    }


def _comparison_context(request, one: Person, other: Person) -> dict:
    """Both files as this reader may read them; to look at them is to open them."""
    if request.method in ("GET", "HEAD"):
        log.log_reads(request.user, "person.seen", [one, other])
    files = [PersonPresenter(each, request.user, by_itself=True) for each in (one, other)]
    load_parts(*files)
    return {"one": files[0], "other": files[1], "lines": merge_lines(*files)}
