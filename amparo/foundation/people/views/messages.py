"""Views: text messages, seen whole before they are sent, and those that did not arrive."""

from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui.action_views import action_page
from amparo.ui.pagination import paginate

from ..forms.messages import MessageForm
from ..messaging.recipients import NotReachableByText, last_digits, recipient_for, safe_contacts
from ..messaging.templates import language_for, message_size
from ..models import Message, Person
from .responses import person_page, saved_response

ASKS = ["GET", "HEAD", "POST"]
INDEX = "people/messages/index.html"


@require_http_methods(ASKS)
def new(request, ref):
    """First what exactly will be sent, where and when; then it is sent."""
    person = get_permitted_or_404(request, Person, to="work", ref=ref)
    office = request.user.office
    contacts = [each for each in safe_contacts(person) if each.takes_texts]
    first = {"language": language_for(person.languages, (get_language() or "")[:2])}
    form = MessageForm(
        request.POST or None, contacts=contacts, office=office,
        initial=first | {"contact": str(contacts[0].ref) if contacts else ""},
    )  # fmt: skip
    try:
        recipient_for(person, country=office.country)
        shown = _shown(person, form) if form.is_bound and form.is_valid() else None
        if shown and form.cleaned_data["seen"] == shown["mark"]:
            Message.queue(person, form.wanted, way=shown["way"], by=request.user, office=office)
            return saved_response(
                request, person, part="messages", said=_("It leaves at that hour.")
            )
    except NotReachableByText as no:
        return _form(request, person, form, forbidden=str(no))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        shown = None
    return _form(request, person, form, shown=shown)


def _shown(person: Person, form: MessageForm) -> dict:
    """Returns the text, the telephone by its last digits, the hour by both clocks."""
    wanted, office = form.wanted, form.office
    wanted.must_be_whole()
    way = recipient_for(person, form.telephone, country=office.country)
    moment, text = wanted.moment(way, office), wanted.text(way)
    return {
        "way": way, "text": text, "language": wanted.language, "size": message_size(text),
        "digits": last_digits(way.number), "moment": moment.astimezone(office.zone),
        "is_now": moment <= moment.now(moment.tzinfo),
        "mark": form.mark(text, way.key, moment.date()),
    }  # fmt: skip


def _form(request, person: Person, form: MessageForm, *, shown=None, forbidden=""):
    """Having looked at it, one sends it; nothing is kept until then."""
    if shown:
        form.data = form.data.copy()
        form.data["seen"] = shown["mark"]
    label = pgettext("button", "Send") if shown else _("See it first")
    response = action_page(
        request, form, part="messages", title=_("Send SMS"),
        submit_label="" if forbidden else label, fields_template="people/messages/fields.html",
        shown=shown, forbidden=forbidden, **person_page(person, "messages"),
    )  # fmt: skip
    if shown:
        response.status_code, response.is_undone = 200, True
    return response


@require_safe
def index(request):
    """What did not arrive, of all that one may read of: so that somebody tries another way."""
    require_permission(request, "person.work")
    rows = (
        Message.objects.accessible_to(request.user, to="work")
        .undelivered()
        .filter(person__isnull=False)
    )
    pages = paginate(
        rows.select_related("person", "by").prefetch_related("status_changes"), request,
        "-at", "-pk", size=30,
    )  # fmt: skip
    log.log_list(request.user, "message.listed", [each.person for each in pages])
    return render(request, INDEX, {"pages": pages})


@require_POST
def take_back(request, ref):
    """Only what still waits: what has left is on its way."""
    messages = Message.objects.select_related("person")
    message = get_permitted_or_404(request, messages, to="work", ref=ref)
    if not message.take_back(by=request.user):
        raise Refusal(_("It has left already: it cannot be called back."))
    return saved_response(request, message.person, part="messages", said=_("It is not sent."))
