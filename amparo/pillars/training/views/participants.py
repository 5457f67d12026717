"""Pages of participants: the list of an office, one participant, what is done with them."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.action_views import posted_data
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.participants import (
    AddressForm,
    ConsentForm,
    EraseForm,
    MergeForm,
    ParticipantForm,
    RulesForm,
)
from ..models import Participant, ParticipantRules
from ..participant_enrolling import record_consents
from ..participant_merging import keep_apart, merge, must_be_two, proposals
from ..presenters.completions import completions_of
from ..presenters.participants import (
    consent_rows,
    search_participants,
    training_rows,
    whole_enrolments,
)

PAGE, TRAININGS = 50, 5
WHOLE = Participant.objects.select_related("office", "organization")
PARTICIPANTS = _("Participants")


@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """Those of the office, or of the own events; what is searched for stands in no address."""
    if "training.train" not in request.user.permissions:
        require_permission(request, "training.keep")
    rows = WHOLE.filter(erased_at=None).accessible_to(request.user)
    text = request.POST.get("q", "")[:200].strip()
    if text:
        rows = search_participants(rows, text)
    pages = paginate(rows, request, "-at", "-pk", size=PAGE)
    log.log_list(request.user, "participant.listed", pages)
    context = {
        "pages": pages, "text": text,
        "may_keep": "training.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "training/participant_list.html", context)


@require_safe
def show(request, ref):
    participant = get_permitted_or_404(
        request, WHOLE.prefetch_related("consents"), to="see", ref=ref
    )
    rows = whole_enrolments(participant.enrolments.accessible_to(request.user))
    pages = paginate(rows, request, "-pk", size=TRAININGS)
    log.log_read(request.user, participant)
    context = {
        "participant": participant, "pages": pages, "trainings": training_rows(pages),
        "completions": completions_of(participant),
        "consents": consent_rows(participant), "may": permissions_on(participant, request.user),
        "keep_years": ParticipantRules.years_of(participant.office),
    }  # fmt: skip
    return render(request, "training/participant_detail.html", context)


class ParticipantAction(ActionView):
    """Something done with a participant, by the organizers of their office."""

    queryset = WHOLE
    permission = "keep"

    def get_page(self, participant):
        return {"crumbs": [
            (reverse("training:participants"), PARTICIPANTS),
            (participant.get_absolute_url(), participant.label),
        ]}  # fmt: skip

    def get_back_url(self, participant):
        return participant.get_absolute_url()


class EditParticipant(ParticipantAction):
    title = _("Edit participant")
    submit_label = _("Save")
    success_message = pgettext_lazy("participant", "Saved.")
    form_class = ParticipantForm

    def get_form_kwargs(self, participant):
        return {"participant": participant}

    def get_arguments(self, form):
        return form.participant_fields

    def perform(self, participant, *, by, **fields):
        participant.change(by=by, **fields)


class RecordConsents(ParticipantAction):
    title = pgettext_lazy("participant", "Record consent")
    submit_label = _("Save")
    success_message = pgettext_lazy("participant", "Saved.")
    lede = _("What for, how and in which language. Each answer stays on record.")
    form_class = ConsentForm

    def get_form_kwargs(self, participant):
        return {"participant": participant}

    def perform(self, participant, *, by, purposes, how, language):
        record_consents(participant, purposes, how=how, by=by, language=language)


class ChooseAddress(ParticipantAction):
    title = pgettext_lazy("participant", "Choose address")
    submit_label = _("Save")
    success_message = pgettext_lazy("participant", "Saved.")
    lede = _("A list gave several addresses for one person. The others are dropped.")
    form_class = AddressForm

    def get_form_kwargs(self, participant):
        return {"participant": participant}

    def perform(self, participant, *, by, email):
        participant.change(by=by, email=email, other_emails=None)


class EraseParticipant(ParticipantAction):
    title = _("Erase participant")
    submit_label = pgettext_lazy("button, data", "Erase")
    success_message = _("Erased. That somebody took part stays counted.")
    tone = "danger"
    lede = _(
        "Name, contact, role and institution are erased for good, in copies too. Attendance and"
        " the numbers of certificates stay, without a name."
    )
    form_class = EraseForm

    def perform(self, participant, *, by, is_sure):
        participant.erase(by=by, reason="asked")

    def get_success_url(self, participant, result):
        return reverse("training:participants")


edit = EditParticipant.as_view()
consents = RecordConsents.as_view()
address = ChooseAddress.as_view()
erase = EraseParticipant.as_view()


class SetRules(ActionView):
    """How long an office keeps who took part."""

    title = _("Retention of participants")
    submit_label = _("Save")
    success_message = pgettext_lazy("participant", "Saved.")
    form_class = RulesForm

    def get_record(self) -> Office:
        require_permission(self.request, "training.keep")
        office = self.request.user.office
        if office is None or office.pk not in self.request.user.offices_for("training.keep"):
            raise Http404
        return office

    def get_page(self, office):
        return {"crumbs": [(reverse("training:participants"), PARTICIPANTS)]}

    def get_back_url(self, office):
        return reverse("training:participants")

    def get_form_kwargs(self, office):
        return {"initial": {"keep_years": ParticipantRules.years_of(office)}}

    def perform(self, office, *, by, keep_years):
        ParticipantRules.set_years(office, by=by, keep_years=keep_years)


rules = SetRules.as_view()


# Who may be the same person.


@require_safe
def duplicates(request):
    """Pairs that look alike. Nothing is merged before somebody looked at both."""
    require_permission(request, "training.keep")
    rows = proposals(request.user).select_related("participant__organization")
    pages = paginate(rows, request, "pk", size=PAGE)
    earlier = Participant.objects.select_related("organization").in_bulk(
        {each.earlier for each in pages}
    )
    pairs = {(each.earlier, each.participant_id): each for each in pages}
    log.log_list(request.user, "participant.listed", [each.participant for each in pages])
    context = {
        "pages": pages,
        "pairs": [(earlier[first], each) for (first, _two), each in pairs.items()],
    }  # fmt: skip
    return render(request, "training/participant_duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request, ref: UUID, other: UUID):
    """Both side by side, and the decision: one person, or two."""
    rows = WHOLE.prefetch_related("consents")
    one = get_permitted_or_404(request, rows, to="keep", ref=ref)
    two = get_permitted_or_404(request, rows, to="keep", ref=other)
    must_be_two(one, two)
    form = MergeForm(posted_data(request), initial={"kept": "one"})
    if request.method == "POST" and "apart" in request.POST:
        keep_apart(one, two, by=request.user)
        return action_done(
            request, next_url=reverse("training:participant-duplicates"),
            message=_("Kept apart: they are not proposed again."),
        )  # fmt: skip
    if is_valid_post(request, form):
        kept, gone = (one, two) if form.cleaned_data["kept"] == "one" else (two, one)
        if attempt(form, _merge, kept, gone, by=request.user):
            return action_done(
                request, next_url=kept.get_absolute_url(), message=_("Merged into one record.")
            )
    for each in (one, two):
        log.log_read(request.user, each)
    context = {"form": form, "sides": [_side(one, request.user), _side(two, request.user)]}
    return render(
        request, "training/participant_compare.html", context, status=422 if form.is_bound else 200
    )


def _merge(kept: Participant, gone: Participant, *, by) -> bool:
    merge(kept, gone, by=by)
    return True


def _side(participant: Participant, user) -> dict:
    rows = whole_enrolments(participant.enrolments.accessible_to(user))
    return {
        "participant": participant, "enrolments": list(rows.order_by("-pk")[:TRAININGS]),
        "consents": consent_rows(participant),
    }  # fmt: skip
