"""Pages of assessing, checking and answering a rumour."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui import formats
from amparo.ui.responses import action_done

from ..forms import (
    AnswerForm,
    ApprovedMessageForm,
    AssessForm,
    CheckForm,
    DisagreeForm,
    SourceForm,
)
from ..models import RumourCheck
from ..presenters.rumours import ADD_SOURCE, CHECK_RUMOUR, DRAFT_ANSWER, SPREAD
from .rumours import PARTS, RumourAction


class CheckAction(RumourAction):
    queryset = PARTS


class AssessRisk(CheckAction):
    title = gettext_lazy("Assess risk")
    submit_label = pgettext_lazy("rumour", "Save risk level")
    success_message = gettext_lazy("Risk level saved.")
    form_class = AssessForm

    def get_form_kwargs(self, rumour):
        last = next(iter(rumour.assessments.all()), None)
        if last is None:
            return {}
        harms = [each.harm for each in last.harms.all()]
        return {"initial": {"harms": harms, "is_imminent": last.is_imminent}}

    def get_context(self, rumour):
        spread = SPREAD[rumour.propose_risk([]).spread]
        heard = len(rumour.sightings.all())
        words = _("Spread: %(spread)s. Sightings: %(count)s.")
        return {"about": words % {"spread": spread, "count": formats.number(heard)}}

    def perform(self, rumour, *, by, harms, is_imminent, level, reason):
        proposed = rumour.propose_risk(harms, is_imminent=is_imminent).band.code
        rumour.assess_risk(
            by=by, harms=harms, is_imminent=is_imminent, level=level or proposed, reason=reason
        )


class WithDocument(CheckAction):
    """A form that takes a document."""

    def get_form(self, rumour, data, /):
        files = self.request.FILES if data is not None else None
        form = self.form_class(data, files, **self.get_form_kwargs(rumour))
        if data is not None:
            refuse_large_upload(form, self.request, "document")
        return form


class AddSource(WithDocument):
    title = ADD_SOURCE
    submit_label = ADD_SOURCE
    success_message = gettext_lazy("Source added.")
    form_class = SourceForm

    def get_arguments(self, form):
        return form.source_fields

    def perform(self, rumour, *, by, **fields):
        rumour.add_source(by=by, **fields)


class CheckRumour(WithDocument):
    """The verdict with its source, on one page."""

    title = CHECK_RUMOUR
    submit_label = gettext_lazy("Propose verdict")
    success_message = gettext_lazy("Verdict proposed. A second person confirms it.")
    form_class = CheckForm

    def get_form_kwargs(self, rumour):
        return {"has_sources": rumour.sources.exists()}

    def get_context(self, rumour):
        return {"about": rumour.text}

    def get_arguments(self, form):
        said = {"verdict": form.cleaned_data["verdict"]}
        said["explanation"] = form.cleaned_data["explanation"]
        return said | {"source": form.source_fields if form.has_new_source else None}

    def perform(self, rumour, *, by, source, **fields):
        if source is not None:
            rumour.add_source(by=by, **source)
        rumour.propose_verdict(by=by, **fields)


class Disagree(RumourAction):
    """A second person says otherwise."""

    queryset = PARTS
    permission = "confirm"
    title = gettext_lazy("Disagree with the verdict")
    submit_label = gettext_lazy("Disagree with the verdict")
    success_message = gettext_lazy("Recorded. It is checked anew.")
    form_class = DisagreeForm

    def get_record(self, *, ref, check):
        rumour = self.find(PARTS, ref=ref)
        rumour.asked_check = self.find_check(rumour, check)
        return rumour

    def find_check(self, rumour, ref):
        return get_permitted_or_404(
            self.request, RumourCheck.objects.filter(rumour=rumour), to="see", ref=ref
        )

    def get_context(self, rumour):
        check = rumour.asked_check
        return {"about": f"{check.get_verdict_display()}: {check.explanation}"}

    def perform(self, rumour, *, by, because):
        rumour.disagree(rumour.asked_check, by=by, because=because)


class DraftAnswer(CheckAction):
    """The message that answers it, with the words that are at hand."""

    title = DRAFT_ANSWER
    submit_label = DRAFT_ANSWER
    success_message = gettext_lazy("Answer drafted. Continue here, in the message bank.")
    form_class = AnswerForm

    def get_form_kwargs(self, rumour):
        check = rumour.check_in_force
        body = {f"body_{formats.current_language()}": check.explanation} if check else {}
        return {"user": self.request.user, "rumour": rumour, "initial": body}

    def get_arguments(self, form):
        return form.answer_fields

    def perform(self, rumour, *, by, **fields):
        return rumour.draft_answer(by=by, **fields)

    def get_success_url(self, rumour, result):
        return result.get_absolute_url()


class AnswerWithMessage(CheckAction):
    """A message that is approved already answers it."""

    title = gettext_lazy("Answer with a message of the bank")
    submit_label = gettext_lazy("Answer with this message")
    success_message = gettext_lazy("Rumour answered.")
    form_class = ApprovedMessageForm

    def get_form_kwargs(self, rumour):
        return {"user": self.request.user, "rumour": rumour}

    def perform(self, rumour, *, by, message):
        rumour.answer_with(message, by=by)


assess = AssessRisk.as_view()
source = accept_uploads(up_to=MAX_UPLOAD_BYTES)(AddSource.as_view())
check = accept_uploads(up_to=MAX_UPLOAD_BYTES)(CheckRumour.as_view())
disagree = Disagree.as_view()
answer = DraftAnswer.as_view()
answer_with = AnswerWithMessage.as_view()


@require_POST
def confirm(request, ref, check):
    """A second person says the same, with one tap beside the sources."""
    rumour = get_permitted_or_404(request, PARTS, to="confirm", ref=ref)
    found = get_permitted_or_404(
        request, RumourCheck.objects.filter(rumour=rumour), to="see", ref=check
    )
    rumour.confirm_verdict(found, by=request.user)
    return action_done(
        request, next_url=rumour.get_absolute_url(), message=_("Verdict confirmed.")
    )


@require_POST
def discard_answer(request, ref):
    """The draft is not its answer after all."""
    rumour = get_permitted_or_404(request, PARTS, to="keep", ref=ref)
    rumour.discard_answer(by=request.user)
    return action_done(
        request, next_url=rumour.get_absolute_url(),
        message=_("Unlinked. The draft stays in the message bank."),
    )  # fmt: skip
