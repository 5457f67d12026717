"""Items of an agenda: proposed, accepted or deferred; on what they rest; their papers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import NestedActionView
from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.links.extension_points import LinkedRecord, link_kinds
from amparo.foundation.links.models import Link
from amparo.ui.responses import action_done

from ..forms.convenings import (
    AgendaItemChangeForm,
    AgendaItemForm,
    BasisForm,
    DelegationForm,
    InvitationForm,
    PaperForm,
)
from ..linked_meetings import AGENDA_ITEM
from ..models import AgendaItem, Convening, Delegation, MeetingPaper

WHOLE = Convening.objects.select_related("forum", "office")


def describe_bases(
    items: Iterable[AgendaItem], user: User
) -> dict[UUID, list[tuple[Link, LinkedRecord]]]:
    """On what each item rests, as far as the reader may see it: by the ref of the item."""
    links = list(
        Link.objects.from_records(AGENDA_ITEM, [each.ref for each in items]).filter(
            relation=Link.Relation.RESTS_ON
        )
    )
    found: dict[UUID, list[tuple[Link, LinkedRecord]]] = {}
    for kind in sorted({each.target_kind for each in links}):
        if kind not in link_kinds:
            continue
        of_kind = [each for each in links if each.target_kind == kind]
        told = link_kinds[kind]
        records = told.records(user).filter(ref__in=[each.target_ref for each in of_kind])
        by_ref = {each.ref: each for each in told.describe(records, user)}
        for link in of_kind:
            if link.target_ref in by_ref:
                found.setdefault(link.source_ref, []).append((link, by_ref[link.target_ref]))
    return found


class PartAction(NestedActionView):
    """An action on a meeting, or on a part of it that the address names after it."""

    permission = "keep"
    parent_name = "convening"
    queryset: QuerySet | type[Model] | None = None

    def get_parent(self, ref: Any) -> Convening:
        return get_permitted_or_404(self.request, WHOLE, to=self.permission, ref=ref)

    def get_page(self, record: Any) -> dict[str, Any]:
        from .convenings import crumbs_of

        return {"crumbs": crumbs_of(self.parent_of(record))}

    def get_back_url(self, record: Any) -> str:
        return record.get_absolute_url()


ITEMS = AgendaItem.objects.select_related("presenter", "asked_of")


class ProposeItem(PartAction):
    """Proposes an item; whoever sees the meeting may."""

    permission = "propose"
    title = _("Propose agenda item")
    submit_label = _("Propose")
    success_message = _("Agenda item proposed.")
    form_class = AgendaItemForm

    def perform(self, meeting, *, by, **fields):
        return AgendaItem.propose(meeting, by=by, **fields)

    def get_success_url(self, meeting, result):
        return result.get_absolute_url()


class EditItem(PartAction):
    queryset = ITEMS
    title = _("Edit agenda item")
    submit_label = _("Save")
    success_message = _("Agenda item updated.")
    form_class = AgendaItemChangeForm

    def get_form_kwargs(self, item):
        names = ("position", "title", "kind", "brief", "duration", "presenter", "asked_of")
        return {"initial": {name: getattr(item, name) for name in names}}

    def perform(self, item, *, by, **fields):
        item.change(by=by, **fields)


class AddBasis(PartAction):
    """Says on what an item rests: a pattern of unmet needs, or a commitment."""

    queryset = ITEMS
    title = _("What this item rests on")
    submit_label = _("Save")
    success_message = _("Saved.")
    form_class = BasisForm

    def get_form_kwargs(self, item):
        return {"user": self.request.user}

    def perform(self, item, *, by, pattern=None, commitment=None):
        target = ("pattern", pattern) if pattern else ("commitment", commitment)
        Link.add(by=by, source=(AGENDA_ITEM, item), relation=Link.Relation.RESTS_ON, target=target)


new, edit, basis_new = ProposeItem.as_view(), EditItem.as_view(), AddBasis.as_view()


def _item(request, ref, item) -> AgendaItem:
    meeting = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    found = get_permitted_or_404(request, ITEMS, to="keep", ref=item, convening=meeting)
    found.convening = meeting
    return found


@require_POST
def accept(request, ref, item):
    found = _item(request, ref, item)
    found.accept(by=request.user)
    return action_done(
        request, next_url=found.get_absolute_url(), message=_("Agenda item accepted.")
    )


@require_POST
def defer(request, ref, item):
    found = _item(request, ref, item)
    found.defer(by=request.user)
    return action_done(
        request, next_url=found.get_absolute_url(), message=_("Agenda item deferred.")
    )


@require_POST
def basis_remove(request, ref, item, link):
    """Takes one thing away on which an item rested; an unknown one changes nothing."""
    found = _item(request, ref, item)
    for each in Link.objects.from_records(AGENDA_ITEM, [found.ref]).filter(ref=link):
        each.remove(by=request.user)
    return action_done(request, next_url=found.get_absolute_url(), message=_("Removed."))


# Who comes.


class Invite(PartAction):
    title = _("Invite institution")
    submit_label = pgettext_lazy("meeting", "Invite")
    success_message = _("Institution invited.")
    form_class = InvitationForm

    def perform(self, meeting, *, by, **fields):
        return Delegation.invite(meeting, by=by, **fields)

    def get_success_url(self, meeting, result):
        return meeting.get_absolute_url()


class EditDelegation(PartAction):
    queryset = Delegation.objects.select_related("organization")
    title = _("Edit delegation")
    submit_label = _("Save")
    success_message = _("Delegation updated.")
    form_class = DelegationForm

    def get_form_kwargs(self, delegation):
        names = ("role", "state", "women", "men", "other", "not_said", "names")
        return {"initial": {name: getattr(delegation, name) for name in names}}

    def get_context(self, delegation):
        return {"subject": delegation.organization.name}

    def perform(self, delegation, *, by, **fields):
        delegation.change(by=by, **fields)


delegation_new, delegation_edit = Invite.as_view(), EditDelegation.as_view()


# Papers.


class AddPaper(PartAction):
    title = _("Add paper")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Paper added.")
    form_class = PaperForm

    def get_form(self, meeting, data, /):
        files = self.request.FILES if data is not None else None
        form = PaperForm(data, files, meeting=meeting)
        if data is not None:
            refuse_large_upload(form, self.request)
        return form

    def perform(self, meeting, *, by, **fields):
        MeetingPaper.add(meeting, by=by, **fields)


class RemovePaper(PartAction):
    queryset = MeetingPaper.objects.all()
    title = _("Remove paper")
    submit_label = _("Remove paper")
    success_message = _("Paper removed.")
    tone = "danger"

    def get_back_url(self, paper):
        return self.parent_of(paper).get_absolute_url()

    def perform(self, paper, *, by, **fields):
        paper.remove(by=by)


paper_new = accept_uploads(up_to=MAX_UPLOAD_BYTES)(AddPaper.as_view())
paper_remove = RemovePaper.as_view()


@require_safe
def paper(request, ref, paper):
    """The file itself; an address has none."""
    found = get_permitted_or_404(request, MeetingPaper, to="see", ref=paper, convening__ref=ref)
    if not found.storage_key:
        raise Http404
    return stored_file_response(found)
