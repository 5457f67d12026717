"""Pages of messages: the bank, one message, its wordings, and what is done with it."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.people.messaging.templates import message_size
from amparo.ui.action_views import posted_data
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, redirect_to

from ..forms.messages import MessageForm, ReturnForm, WithdrawForm, WordingsForm
from ..models import KeyMessage, Wording
from ..presenters.messages import MessagePage
from ..queries import DEEP, WHOLE, filter_bar, filtered
from ..wording_changes import save_wordings

PAGE = 50
BANK = _("Message bank")


@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """All messages that the user may see, the newest first. What one searches for is sent and
    never stands in an address: then the first page alone is shown.
    """
    require_permission(request, "message.see")
    text = request.POST.get("q", "").strip()[:200]
    if request.method == "POST" and not text:
        return redirect_to(request, request.get_full_path())
    bar = filter_bar(request.GET)
    found = filtered(WHOLE.accessible_to(request.user), bar, text, localdate())
    pages = paginate(found, request, "-year", "-serial", "pk", size=PAGE)
    log.log_list(request.user, "keymessage.listed", pages)
    context = {
        "pages": pages, "bar": bar, "text": text, "is_cut": bool(text and pages.later),
        "today": localdate(), "may_keep": "message.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "message_bank/message_list.html", context)


# A wording that is also spoken is heard on the page.
@csp_override(settings.SECURE_CSP | {"media-src": [CSP.SELF]})
@require_safe
def show(request, ref):
    message = get_permitted_or_404(request, DEEP, to="see", ref=ref)
    log.log_read(request.user, message)
    page = MessagePage(message, request.user, localdate())
    context = {"message": message, "page": page, "may": page.may}
    return render(request, "message_bank/message_detail.html", context)


class MessageAction(ActionView):
    """An action on a message, by whoever keeps it."""

    queryset: QuerySet = DEEP
    permission = "keep"

    def get_page(self, message):
        return {"crumbs": [
            (reverse("message_bank:messages"), BANK),
            (message.get_absolute_url(), message.number),
        ]}  # fmt: skip


class NewMessage(MessageAction):
    title = _("New message")
    submit_label = _("Save and write wordings")
    success_message = _("Message drafted. Now write its wordings.")
    form_class = MessageForm

    def get_record(self):
        require_permission(self.request, "message.keep")

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), BANK)]}

    def get_back_url(self, record):
        return reverse("message_bank:messages")

    def get_arguments(self, form):
        return form.message_fields

    def perform(self, record, *, by, **fields):
        return KeyMessage.draft(by=by, **fields)

    def get_success_url(self, record, result):
        return reverse("message_bank:wordings", args=[result.ref, Wording.Level.STANDARD])


class EditMessage(MessageAction):
    title = _("Edit message")
    submit_label = _("Save")
    success_message = _("Message updated.")
    form_class = MessageForm

    def get_form_kwargs(self, message):
        return {"user": self.request.user, "message": message}

    def get_arguments(self, form):
        return form.message_fields

    def perform(self, message, *, by, **fields):
        message.change(by=by, **fields)


class ReturnMessage(MessageAction):
    permission = "approve"
    title = _("Return message for changes")
    submit_label = _("Return for changes")
    success_message = _("Message returned for changes.")
    form_class = ReturnForm

    def perform(self, message, *, by, because):
        message.return_for_changes(by=by, because=because)


class WithdrawMessage(MessageAction):
    title = _("Withdraw message")
    lede = _(
        "Its public page says at once that it is no longer valid, and what uses it stops. Paper "
        "that hangs somewhere stays: have it removed."
    )
    submit_label = _("Withdraw message")
    success_message = _("Message withdrawn.")
    tone = "danger"
    form_class = WithdrawForm

    def perform(self, message, *, by, because):
        message.withdraw(by=by, because=because)


new, edit = NewMessage.as_view(), EditMessage.as_view()
give_back, withdraw = ReturnMessage.as_view(), WithdrawMessage.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def edit_wordings(request, ref, level):
    """All wordings beside each other, for one level of reading."""
    message = get_permitted_or_404(request, DEEP, to="keep", ref=ref)
    if level not in Wording.Level.values:
        raise Http404
    if not message.is_editable:
        said = pgettext_lazy("message", "It is no longer a draft: begin a new version.")
        return action_done(request, next_url=message.get_absolute_url(), message=said)
    form = WordingsForm(posted_data(request), message=message, level=level)
    if is_valid_post(request, form) and attempt(
        form, save_wordings, message, level, form.wordings, by=request.user
    ):
        return action_done(
            request, next_url=message.get_absolute_url(), message=_("Wordings saved.")
        )
    columns = [
        (code, name, fields, message_size(str(fields[2].value() or fields[0].value() or "")))
        for code, name, fields in form.columns
    ]
    context = {
        "message": message, "form": form, "columns": columns, "level": level,
        "levels": [
            (code, label, reverse("message_bank:wordings", args=[message.ref, code]))
            for code, label in Wording.Level.choices
        ],
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "message_bank/wordings_form.html", context, status=status)


def _done(request, message, said):
    return action_done(request, next_url=message.get_absolute_url(), message=said)


@require_POST
def mark_read(request, ref, language):
    """Records that this user has read what somebody else translated."""
    message = get_permitted_or_404(request, DEEP, to="see", ref=ref)
    message.mark_read(language, by=request.user)
    return _done(request, message, _("Recorded: you have read this wording."))


@require_POST
def submit(request, ref):
    message = get_permitted_or_404(request, DEEP, to="keep", ref=ref)
    message.submit(by=request.user)
    return _done(request, message, _("Message submitted. A second person approves it."))


@require_POST
def approve(request, ref):
    message = get_permitted_or_404(request, DEEP, to="approve", ref=ref)
    message.approve(by=request.user)
    return _done(request, message, _("Message approved: it may be used from now on."))


@require_POST
def new_version(request, ref):
    """Copies it as a draft that takes its place once approved."""
    message = get_permitted_or_404(request, DEEP, to="keep", ref=ref)
    version = message.begin_new_version(by=request.user)
    return _done(request, version, _("New version drafted. The former stays in use until then."))
