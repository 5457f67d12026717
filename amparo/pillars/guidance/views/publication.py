"""What happens to an edition: consulted, commented, endorsed, published, adopted, withdrawn."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.content import segments
from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.standards.models import Adoption
from amparo.ui.action_views import posted_data
from amparo.ui.languages import direction
from amparo.ui.responses import action_done

from ..codes import language_name
from ..forms.writing import (
    AdoptForm,
    CommentForm,
    EndAdoptionForm,
    EndorseForm,
    ResolveForm,
    WithdrawForm,
)
from ..item_links import broken_links_of
from ..models import Comment, Edition, Section
from ..models.editions import SUBJECT
from .writing import OfDraft


def _today(user):
    return user.office.today()


class Consult(OfDraft):
    title = pgettext_lazy("guidance", "Open for comments")
    submit_label = pgettext_lazy("guidance", "Open for comments")
    success_message = _("Authors, translators, reviewers and endorsers can comment now.")

    def perform(self, edition, *, by):
        edition.consult(by=by)


class Publish(OfDraft):
    title = pgettext_lazy("guidance", "Publish edition")
    submit_label = pgettext_lazy("guidance", "Publish edition")
    success_message = pgettext_lazy("guidance", "Edition published.")
    lede = _("Its texts cannot be changed afterwards. It replaces the edition before.")
    above_template = "guidance/publish_summary.html"

    def get_context(self, edition):
        return {
            "edition": edition, "missing": edition.missing_for_publication(),
            "endorsements": edition.endorsements_in_force(),
            "languages": map(language_name, edition.languages_to_publish),
            "broken": broken_links_of(edition),
        }  # fmt: skip

    def perform(self, edition, *, by):
        edition.publish(by=by, today=_today(by))

    def get_success_url(self, edition, result):
        return edition.product.get_absolute_url()


class Withdraw(OfDraft):
    title = pgettext_lazy("guidance", "Withdraw edition")
    submit_label = pgettext_lazy("guidance", "Withdraw edition")
    success_message = pgettext_lazy("guidance", "Edition withdrawn.")
    lede = _("It is shown beside no step any more. Who opens it reads why, and what holds now.")
    form_class = WithdrawForm
    tone = "danger"

    def get_form_kwargs(self, edition):
        return {"edition": edition, "user": self.request.user}

    def perform(self, edition, *, by, **said):
        edition.withdraw(by=by, **said)

    def get_back_url(self, edition):
        return edition.product.get_absolute_url()


class Endorse(ActionView):
    """Records that a body endorsed the text as it stands."""

    queryset = Edition.objects.select_related("product")
    permission = "endorse"
    title = pgettext_lazy("guidance", "Record endorsement")
    submit_label = pgettext_lazy("guidance", "Record endorsement")
    success_message = pgettext_lazy("guidance", "Endorsement recorded.")
    lede = _("It is of the words as they stand now, in the languages that the body read.")
    form_class = EndorseForm

    def get_form_kwargs(self, edition):
        return {"edition": edition, "initial": {"seen_digest": edition.digest_to_endorse}}

    def perform(self, edition, *, by, **said):
        edition.endorse(by=by, today=_today(by), **said)


class Adopt(ActionView):
    """Records that an institution applies the edition."""

    queryset = Edition.objects.select_related("product")
    permission = "adopt"
    title = pgettext_lazy("guidance", "Record adoption")
    submit_label = pgettext_lazy("guidance", "Record adoption")
    success_message = pgettext_lazy("guidance", "Adoption recorded.")
    form_class = AdoptForm

    def get_record(self, ref):
        require_permission(self.request, "guidance.adopt")
        return super().get_record(ref=ref)

    def get_form_kwargs(self, edition):
        user = self.request.user
        first = {"organization": user.office.organization, "office": user.office}
        return {"user": user, "initial": first | {"adopted_on": _today(user)}}

    def perform(self, edition, *, by, **said):
        return Adoption.record(
            by=by, kind=SUBJECT, subject=edition, digest=edition.digest, today=_today(by), **said
        )


class EndAdoption(ActionView):
    queryset = Adoption.objects.select_related("organization")
    permission = "end"
    title = pgettext_lazy("guidance", "End adoption")
    submit_label = pgettext_lazy("guidance", "End adoption")
    success_message = pgettext_lazy("guidance", "Adoption ended.")
    form_class = EndAdoptionForm
    tone = "danger"

    def perform(self, adoption, *, by, because):
        adoption.end(by=by, because=because, today=_today(by))

    def get_back_url(self, adoption):
        edition = Edition.objects.filter(ref=adoption.subject_ref).select_related("product").get()
        return edition.get_absolute_url()


def comments(request, ref):
    """A section with what was said of each segment, and a field to say more."""
    found = Section.objects.select_related("edition__product")
    section = get_permitted_or_404(request, found, to="comment", ref=ref)
    edition = section.edition
    text = section.texts.filter(language=edition.language).first()
    form = CommentForm(posted_data(request))
    if is_valid_post(request, form):
        written = attempt(
            form, Comment.write, section, by=request.user, language=edition.language,
            **form.cleaned_data,
        )  # fmt: skip
        if written is not None:
            return action_done(request, next_url=request.path, message=_("Comment saved."))
    said: dict[str, list[Comment]] = {}
    for each in section.comments.select_related("by", "resolved_by").order_by("at"):
        said.setdefault(each.segment, []).append(each)
    found = segments.segments(text.markdown) if text else []
    rows = [(each, said.pop(each.digest, [])) for each in found]
    context = {
        "section": section, "edition": edition, "text": text, "rows": rows, "form": form,
        "others": [each for found in said.values() for each in found],
        "direction": direction(edition.language),
        "may_resolve": "guidance.write" in request.user.permissions,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "guidance/comments.html", context, status=status)


class Resolve(ActionView):
    queryset = Comment.objects.select_related("section__edition__product", "by")
    permission = "resolve"
    title = pgettext_lazy("guidance", "Answer comment")
    submit_label = pgettext_lazy("guidance", "Answer comment")
    success_message = pgettext_lazy("guidance", "Comment answered.")
    form_class = ResolveForm

    def get_context(self, comment):
        return {"about": comment.text}

    def perform(self, comment, *, by, **said):
        comment.resolve(by=by, **said)

    def get_back_url(self, comment):
        return reverse("guidance:section-comments", args=[comment.section.ref])


consult = Consult.as_view()
publish = Publish.as_view()
withdraw = Withdraw.as_view()
endorse = Endorse.as_view()
adopt = Adopt.as_view()
end_adoption = EndAdoption.as_view()
resolve = Resolve.as_view()
