"""Pages of learning record stores: kept by whoever leads an office."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.record_stores import CredentialsForm, RecordStoreForm
from ..models import LearningRecordStore, LearningStatement
from ..models.record_stores import KEEP
from ..presenters.record_stores import pause_words, statement_rows

PAGE = 50
TITLE = _("Learning record stores")
STORES = LearningRecordStore.objects.select_related("office")


@require_safe
def index(request):
    """Those of the own offices."""
    require_permission(request, KEEP)
    rows = STORES.accessible_to(request.user, to="keep")
    pages = paginate(rows, request, "-made_at", "-pk", size=PAGE)
    return render(request, "training/record_store_list.html", {"pages": pages})


@require_safe
def show(request, ref):
    """How it stands, and what was sent last."""
    store = get_permitted_or_404(request, STORES, to="keep", ref=ref)
    pages = paginate(store.deliveries.select_related("version"), request, "-pk", size=PAGE)
    context = {
        "store": store, "pages": pages, "rows": statement_rows(pages),
        "paused_words": pause_words(store),
    }  # fmt: skip
    return render(request, "training/record_store_detail.html", context)


class NewStore(ActionView):
    """Adds a store of an office that the user leads."""

    title = _("Add record store")
    submit_label = pgettext_lazy("button, record store", "Add")
    success_message = _("Added. Try whether it hears us.")
    form_class = RecordStoreForm
    lede = _(
        "It is told what participants attended, passed and earned: under a pseudonym, and only of"
        " those who agreed."
    )

    def get_record(self):
        require_permission(self.request, KEEP)

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), TITLE)]}

    def get_back_url(self, record):
        return reverse("training:record-stores")

    def get_arguments(self, form):
        return form.cleaned_data

    def perform(self, record, *, by, **fields):
        return LearningRecordStore.add(by=by, **fields)

    def get_success_url(self, record, result):
        return result.get_absolute_url()


class ChangeCredentials(ActionView):
    """New credentials in place of those before."""

    queryset = STORES
    permission = "keep"
    title = _("New credentials")
    submit_label = _("Save")
    success_message = _("Saved. Try whether it hears us.")
    form_class = CredentialsForm

    def get_page(self, store):
        return {"crumbs": [
            (reverse("training:record-stores"), TITLE), (store.get_absolute_url(), store.name),
        ]}  # fmt: skip

    def get_back_url(self, store):
        return store.get_absolute_url()

    def get_arguments(self, form):
        return form.cleaned_data

    def perform(self, store, *, by, **fields):
        store.change_credentials(by=by, **fields)


new = require_recent_authentication(NewStore.as_view())
credentials = require_recent_authentication(ChangeCredentials.as_view())


@require_POST
def try_out(request, ref):
    store = get_permitted_or_404(request, STORES, to="keep", ref=ref)
    store.try_out(by=request.user)
    return action_done(
        request, next_url=store.get_absolute_url(),
        message=_("A test is on its way. Reload the page in a moment."),
    )  # fmt: skip


@require_POST
def pause(request, ref):
    store = get_permitted_or_404(request, STORES, to="keep", ref=ref)
    store.pause(by=request.user)
    return action_done(
        request, next_url=store.get_absolute_url(),
        message=_("Paused. Statements are kept until it is resumed."),
    )  # fmt: skip


@require_POST
def resume(request, ref):
    store = get_permitted_or_404(request, STORES, to="keep", ref=ref)
    store.resume(by=request.user)
    return action_done(
        request, next_url=store.get_absolute_url(), message=_("Resumed: what waits is sent.")
    )


@require_POST
def end(request, ref):
    store = get_permitted_or_404(request, STORES, to="keep", ref=ref)
    store.end(by=request.user)
    return action_done(
        request, next_url=reverse("training:record-stores"),
        message=_("Ended: nothing more is sent to it."),
    )  # fmt: skip


@require_POST
def replay(request, ref):
    statement = get_permitted_or_404(
        request, LearningStatement.objects.select_related("store"), to="keep", ref=ref
    )
    statement.replay(by=request.user)
    return action_done(
        request, next_url=statement.store.get_absolute_url(),
        message=pgettext_lazy("learning statement", "It is sent again."),
    )  # fmt: skip
