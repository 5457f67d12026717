"""Pages of commitments: the list, one commitment, one source document, and what is done."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.agreements.models import AgreementObligation
from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.links.extension_points import link_kinds
from amparo.foundation.links.models import Link
from amparo.ui.pagination import capped_count, paginate
from amparo.ui.responses import action_done, redirect_to

from ..forms.commitments import (
    ClusterForm,
    CommitmentChangeForm,
    CommitmentForm,
    DocumentForm,
    IndicatorForm,
    MilestoneForm,
    PositionForm,
    ReasonForm,
    TextForm,
)
from ..linked import COMMITMENT
from ..linked_agreements import AGREEMENT
from ..models import Cluster, Commitment, CommitmentText, Milestone, Position, SourceDocument
from ..presenters.commitments import CommitmentPage
from ..queries import filter_bar, filtered, for_list

PAGE = 50
COMMITMENTS = _("Commitments")
WHOLE = Commitment.objects.select_related("document", "place", "office", "by")


@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """Commitments that the reader may see, the latest first. What one searches for is sent and
    never stands in an address: then the first page alone is shown.
    """
    require_permission(request, "commitment.see")
    text = request.POST.get("q", "").strip()[:200]
    if request.method == "POST" and not text:
        return redirect_to(request, request.get_full_path())
    today = localdate()
    bar = filter_bar(request.user, request.GET)
    found = filtered(Commitment.objects.accessible_to(request.user), bar, text, today)
    pages = paginate(for_list(found), request, "-year", "-serial", size=PAGE)
    log.log_list(request.user, "commitment.listed", pages)
    context = {
        "pages": pages, "bar": bar, "text": text, "is_cut": bool(text and pages.later),
        "rows": [(each, each.is_delayed(today), each.state_label(today)) for each in pages],
        "may_keep": "commitment.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "dialogue/commitment_list.html", context)


@require_safe
def show(request, ref):
    commitment = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    page = CommitmentPage(commitment, request.user, localdate())
    log.log_read(request.user, commitment)
    context = {
        "commitment": commitment, "page": page, "today": page.today,
        "may": permissions_on(commitment, request.user),
    }  # fmt: skip
    return render(request, "dialogue/commitment_detail.html", context)


@require_safe
def document(request, ref):
    """One source document with the commitments in it."""
    found = get_permitted_or_404(request, SourceDocument, to="see", ref=ref)
    rows = Commitment.objects.accessible_to(request.user).filter(document=found)
    pages = paginate(for_list(rows), request, "serial", "pk", size=PAGE)
    today = localdate()
    context = {
        "document": found, "pages": pages, "count": capped_count(rows),
        "rows": [(each, each.is_delayed(today), each.state_label(today)) for each in pages],
    }  # fmt: skip
    return render(request, "dialogue/document_detail.html", context)


class CommitmentAction(ActionView):
    """An action on a commitment, by whoever keeps it."""

    queryset = WHOLE
    permission = "keep"

    def get_page(self, commitment):
        return {"crumbs": [
            (reverse("dialogue:commitments"), COMMITMENTS),
            (commitment.get_absolute_url(), commitment.number),
        ], "subject": commitment.title}  # fmt: skip

    def get_back_url(self, commitment):
        return commitment.get_absolute_url()


def without_choices(form) -> dict:
    """What a form says, without the two lists of which its tags are made."""
    return {name: said for name, said in form.cleaned_data.items()
            if name not in ("rights", "goals")}  # fmt: skip


class NewCommitment(CommitmentAction):
    """Records a commitment of an office whose commitments the user keeps."""

    title = _("Record commitment")
    submit_label = _("Record commitment")
    success_message = _("Commitment recorded. Link the unmet needs on which it rests.")
    form_class = CommitmentForm
    fields_template = "dialogue/commitment_fields.html"

    def get_record(self):
        """Returns the obligation of an agreement that becomes a commitment; None otherwise."""
        require_permission(self.request, "commitment.keep")
        ref = self.request.GET.get("obligation")
        if not ref:
            return None
        obligations = AgreementObligation.objects.select_related("party", "agreement")
        return self.find(obligations, ref=ref)

    def get_form_kwargs(self, obligation):
        first = {"language": self.request.LANGUAGE_CODE[:2]}
        if obligation is not None:
            bearer = obligation.party.organization_id
            first |= {
                "origin": Commitment.Origin.AGREEMENT, "text": obligation.text,
                "bearers": [bearer], "lead": bearer, "deadline": obligation.due_on,
                "has_no_deadline": obligation.due_on is None,
                "adopted_on": obligation.agreement.starts_on,
            }  # fmt: skip
        return {"user": self.request.user, "initial": first}

    def get_page(self, obligation):
        return {"crumbs": [(self.get_back_url(obligation), COMMITMENTS)]}

    def get_back_url(self, obligation):
        return reverse("dialogue:commitments")

    def get_arguments(self, form):
        return without_choices(form) | {"tags": form.tags, "authors": form.author_fields}

    def perform(self, obligation, *, by, document, **fields):
        commitment = Commitment.record(
            by=by, today=localdate(), document=document,
            country=document.country if document else "", **fields,
        )  # fmt: skip
        if obligation is not None:
            Link.add(
                by=by, source=(COMMITMENT, commitment), relation=Link.Relation.RESULTS_FROM,
                target=(AGREEMENT, obligation.agreement),
            )  # fmt: skip
        return commitment

    def get_success_url(self, record, result):
        return result.get_absolute_url()


class EditCommitment(CommitmentAction):
    """Changes what is said of a commitment; its number, document and reference stay."""

    title = _("Edit commitment")
    submit_label = _("Save")
    success_message = _("Commitment updated.")
    form_class = CommitmentChangeForm
    fields_template = "dialogue/commitment_fields.html"

    def get_form_kwargs(self, commitment):
        names = ("text", "language", "adopted_on", "deadline", "has_no_deadline", "target",
                 "baseline", "unit")  # fmt: skip
        tags = list(commitment.tags.select_related("item__framework"))
        bearers = list(commitment.bearers.filter(until=None))
        first = {name: getattr(commitment, name) for name in names} | {
            "bearers": [each.organization_id for each in bearers],
            "lead": next((each.organization_id for each in bearers if each.is_lead), None),
            "rights": [each.right for each in tags if each.right],
            "goals": [each.code for each in tags if each.item],
        }
        return {"user": self.request.user, "commitment": commitment, "initial": first}

    def get_arguments(self, form):
        return without_choices(form) | {"tags": form.tags}

    def perform(self, commitment, *, by, bearers, lead, **fields):
        commitment.change(by=by, **fields)
        commitment.set_bearers(bearers, lead=lead, today=localdate())


class NewDocument(ActionView):
    title = pgettext_lazy("commitments", "Record source document")
    submit_label = pgettext_lazy("commitments", "Record source document")
    success_message = _("Document recorded. Import its recommendations, or record them singly.")
    form_class = DocumentForm

    def get_record(self):
        require_permission(self.request, "commitment.keep")

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), COMMITMENTS)]}

    def get_back_url(self, record):
        return reverse("dialogue:commitments")

    def perform(self, record, *, by, **fields):
        return SourceDocument.record(by=by, **fields)

    def get_success_url(self, record, result):
        return result.get_absolute_url()


class MeasureCommitment(CommitmentAction):
    """Says by which indicator of evidence it is measured; another choice takes its place."""

    title = _("Link indicator")
    submit_label = _("Save links")
    success_message = _("Links saved.")
    form_class = IndicatorForm

    def get_form_kwargs(self, commitment):
        kind = link_kinds[INDICATOR]
        offered = kind.describe(kind.records(self.request.user), self.request.user)
        link = _indicator_links(commitment).first()
        return {"offered": offered, "initial": {"indicator": str(link.target_ref) if link else ""}}

    def perform(self, commitment, *, by, indicator):
        for link in _indicator_links(commitment):
            if str(link.target_ref) != indicator:
                link.remove(by=by)
        found = link_kinds[INDICATOR].records(by).filter(ref=indicator) if indicator else ()
        for record in found:
            Link.add(
                by=by, source=(COMMITMENT, commitment), relation=Link.Relation.MEASURED_BY,
                target=(INDICATOR, record),
            )  # fmt: skip


def _indicator_links(commitment: Commitment):
    links = Link.objects.from_records(COMMITMENT, [commitment.ref])
    return links.filter(relation=Link.Relation.MEASURED_BY, target_kind=INDICATOR)


class AddPosition(CommitmentAction):
    title = pgettext_lazy("recommendation", "Record position")
    submit_label = pgettext_lazy("recommendation", "Record position")
    success_message = _("Position recorded.")
    form_class = PositionForm

    def perform(self, commitment, *, by, **fields):
        Position.record(commitment, by=by, **fields)


class AddMilestone(CommitmentAction):
    title = _("Add milestone")
    submit_label = _("Add milestone")
    success_message = _("Milestone added.")
    form_class = MilestoneForm

    def perform(self, commitment, *, by, **fields):
        Milestone.add(commitment, by=by, **fields)


class AddText(CommitmentAction):
    """Adds or replaces a translation of the wording; it is marked as one."""

    title = _("Add translation")
    submit_label = _("Save")
    success_message = _("Translation saved.")
    form_class = TextForm

    def perform(self, commitment, *, by, language, **fields):
        CommitmentText.write(commitment, by=by, language=language, **fields)


class AddToCluster(CommitmentAction):
    title = pgettext_lazy("commitments", "Add to cluster")
    submit_label = pgettext_lazy("commitments", "Add to cluster")
    success_message = pgettext_lazy("commitments", "Added to the cluster.")
    form_class = ClusterForm

    def perform(self, commitment, *, by, cluster, name):
        found = cluster or Cluster.create(by=by, office=commitment.office, name=name)
        found.add(by=by, commitments=Commitment.objects.filter(pk=commitment.pk))


class DropCommitment(CommitmentAction):
    title = _("Drop commitment")
    submit_label = _("Drop commitment")
    success_message = _("The commitment no longer holds. It stays on record.")
    form_class = ReasonForm

    def perform(self, commitment, *, by, because):
        commitment.drop(by=by, because=because)


class ReopenCommitment(CommitmentAction):
    title = _("Reopen commitment")
    submit_label = _("Reopen commitment")
    success_message = _("Commitment reopened.")
    form_class = ReasonForm

    def perform(self, commitment, *, by, because):
        commitment.reopen(by=by, because=because)


# The kind of link that evidence registers.
INDICATOR = "indicator"
new = NewCommitment.as_view()
measure = MeasureCommitment.as_view()
edit = EditCommitment.as_view()
new_document = NewDocument.as_view()
new_position = AddPosition.as_view()
new_milestone = AddMilestone.as_view()
new_text = AddText.as_view()
add_to_cluster = AddToCluster.as_view()
drop = DropCommitment.as_view()
reopen = ReopenCommitment.as_view()


@require_POST
def publish(request, ref):
    """Shows the commitment on the public pages, or no longer where it is shown."""
    commitment = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    if commitment.is_public:
        commitment.unpublish(by=request.user)
        message = _("The commitment is no longer public.")
    else:
        commitment.publish(by=request.user)
        message = _("The commitment is public.")
    return action_done(request, next_url=commitment.get_absolute_url(), message=message)


@require_POST
def finish_milestone(request, ref):
    milestone = get_permitted_or_404(
        request, Milestone.objects.select_related("commitment"), to="keep", ref=ref
    )
    milestone.finish(by=request.user, on=localdate())
    return action_done(
        request, next_url=milestone.commitment.get_absolute_url(),
        message=_("Milestone reached."),
    )  # fmt: skip
