"""Pages of what leaves: materials as PDF, channel versions, short links, the contact line."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.downloads import SEALED_OFF
from amparo.foundation.core.models import Office
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal

from ..channel_texts import WRITTEN_CHANNELS
from ..forms.checks import MaterialRulesForm
from ..forms.messages import ChannelForm, LinkForm
from ..materials import MATERIALS, material_pdf
from ..models import LANGUAGES, KeyMessageState, MaterialRules, MessageLink
from ..queries import DEEP
from .messages import BANK, MessageAction

ALL = "all"


@require_safe
def material(request, ref, kind, language):
    """A material as PDF, in one language or all that have a wording; `?link=` is the code of the
    placement that its square leads to.
    """
    message = get_permitted_or_404(request, DEEP, to="see", ref=ref)
    if kind not in MATERIALS or language not in (*LANGUAGES, ALL):
        raise Http404
    if message.state == KeyMessageState.WITHDRAWN:
        raise Refusal(_("This message was withdrawn: nothing more is printed of it."))
    languages = message.written_languages if language == ALL else (language,)
    code = request.GET.get("link", "")
    rows = message.links.filter(code=code) if code else message.links.filter(label="")
    link = rows.filter(**({} if code else {"channel": MATERIALS[kind].channel})).first()
    try:
        content = material_pdf(message, kind, languages, link)
    except NoPaper:
        raise Refusal(_("No PDF can be made on this server. Print the page instead.")) from None
    response = HttpResponse(content, content_type="application/pdf", headers=SEALED_OFF)
    name = f"{message.number}-{kind}-{language}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class WriteChannelText(MessageAction):
    lede = gettext_lazy("What stays empty is taken from the wording, as it is shown in grey.")
    submit_label = gettext_lazy("Save channel version")
    success_message = gettext_lazy("Channel version saved.")

    def get_record(self, ref, channel):
        if channel not in WRITTEN_CHANNELS:
            raise Http404
        self.channel = channel
        return self.find(self.queryset, ref=ref)

    def get_title(self, message):
        name = codes.label("communication_channel", self.channel)
        return _("Words for the channel: %(channel)s") % {"channel": name}

    def get_form(self, message, data, /):
        return ChannelForm(data, message=message, channel=self.channel)

    def get_arguments(self, form):
        return {"texts": form.texts}

    def perform(self, message, *, by, texts):
        for language, text in texts.items():
            message.write_channel_text(self.channel, language, by=by, text=text)


class NewLink(MessageAction):
    title = gettext_lazy("New short link")
    lede = gettext_lazy(
        "One for each placement shows where people open the page. Openings are counted by day; "
        "nothing is known of who opens it."
    )
    submit_label = gettext_lazy("Save short link")
    success_message = gettext_lazy("Short link ready.")
    form_class = LinkForm

    def get_form_kwargs(self, message):
        return {"message": message}

    def perform(self, message, *, by, channel, label):
        MessageLink.for_message(message, channel, by=by, label=label)


class ChangeMaterialRules(ActionView):
    title = gettext_lazy("Contact line of materials")
    lede = gettext_lazy(
        "It stands on every poster, leaflet and radio spot, with the words that help is free."
    )
    submit_label = pgettext_lazy("button", "Save")
    success_message = gettext_lazy("Contact line saved.")

    def get_record(self, ref):
        """The office; only whoever keeps its messages may change what they carry."""
        kept = self.request.user.offices_for("message.keep")
        return self.find(Office.objects.filter(pk__in=kept), ref=ref)

    permission = "see"

    def get_form(self, office, data, /):
        return MaterialRulesForm(data, rules=MaterialRules.of(office))

    def get_page(self, office):
        return {"crumbs": [(self.get_back_url(office), BANK)], "subject": office.name}

    def get_back_url(self, office):
        return reverse("message_bank:messages")

    def perform(self, office, *, by, **fields):
        MaterialRules.of(office).change(by=by, **fields)


channel = WriteChannelText.as_view()
link_new = NewLink.as_view()
contact_line = ChangeMaterialRules.as_view()
