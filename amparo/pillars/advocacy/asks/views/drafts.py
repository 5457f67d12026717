"""Changing a draft of an ask: its text, translations, risks, on what it rests, its circle."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.links.chain import PATTERN, lines_of, pattern_lines
from amparo.foundation.links.extension_points import LinkedRecord, link_kinds
from amparo.foundation.links.models import Pattern
from amparo.foundation.links.region import patterns_within
from amparo.foundation.people.models import Place

from ..forms.drafts import AskForm, BasisForm, CircleForm, RiskForm, TranslationForm
from ..linked import PUT_AT, RESTS_ON, basis_links, set_basis
from ..models import Ask
from ..queries import WHOLE

ASKS = pgettext_lazy("menu", "Advocacy asks")
MOST_PATTERNS, MOST_RECORDS = 60, 40


class AskAction(ActionView):
    """An action on an ask, by whoever keeps it."""

    queryset = WHOLE
    permission = "keep"

    def get_page(self, ask):
        return {"crumbs": [
            (reverse("asks:asks"), ASKS), (ask.get_absolute_url(), ask.number),
        ]}  # fmt: skip


class NewAsk(AskAction):
    """Drafts an ask of an office; from a pattern it rests on it from the beginning."""

    title = pgettext_lazy("advocacy", "Draft ask")
    submit_label = pgettext_lazy("advocacy", "Draft ask")
    success_message = _("Ask drafted. Next: on what it rests, and its risks.")
    form_class = AskForm

    def get_record(self):
        require_permission(self.request, "ask.keep")

    def get_form_kwargs(self, record):
        return {"user": self.request.user, "pattern": self._pattern()}

    def _pattern(self) -> Pattern | None:
        try:
            ref = UUID(self.request.GET.get("pattern", ""))
        except ValueError:
            return None
        rows = Pattern.objects.accessible_to(self.request.user).select_related("place")
        return rows.filter(ref=ref).first()

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), ASKS)]}

    def get_back_url(self, record):
        return reverse("asks:asks")

    def get_arguments(self, form):
        return form.ask_fields

    def perform(self, record, *, by, **fields):
        ask = Ask.draft(by=by, **fields)
        if pattern := self._pattern():
            set_basis(ask, {PATTERN: [str(pattern.ref)]}, by=by)
        return ask

    def get_success_url(self, record, result):
        return result.get_absolute_url()


class EditAsk(AskAction):
    title = pgettext_lazy("advocacy", "Edit ask")
    submit_label = _("Save")
    success_message = _("Ask updated.")
    form_class = AskForm

    def get_form_kwargs(self, ask):
        return {"user": self.request.user, "ask": ask}

    def get_arguments(self, form):
        return form.ask_fields

    def perform(self, ask, *, by, **fields):
        ask.change(by=by, **fields)


class Translate(AskAction):
    title = pgettext_lazy("advocacy", "Translate ask")
    submit_label = _("Save")
    success_message = _("Translation saved.")
    lede = _("It is marked as a translation. Who clears the ask reads it too.")
    form_class = TranslationForm

    def get_form_kwargs(self, ask):
        return {"ask": ask, "language": self.request.GET.get("language", "")}

    def perform(self, ask, *, by, language, issue, wording):
        ask.translate(language, by=by, issue=issue, wording=wording)


class AssessRisk(AskAction):
    title = pgettext_lazy("advocacy", "Assess risk")
    submit_label = _("Save")
    success_message = _("Risk assessed.")
    lede = _("What asking for this may do, to whom, how likely it is, and what you do against it.")
    form_class = RiskForm

    def get_form_kwargs(self, ask):
        return {"ask": ask}

    def get_arguments(self, form):
        return {"risks": form.risks}

    def perform(self, ask, *, by, risks):
        ask.assess_risk(by=by, risks=risks)


class SetBasis(AskAction):
    """Says on what a draft rests. What was linked and is not chosen is removed."""

    # Neither its words nor its bearers: what may be linked is read in many queries.
    queryset = Ask.objects.select_related("office", "place")
    title = pgettext_lazy("advocacy", "Link evidence")
    submit_label = _("Save links")
    success_message = _("Links saved.")
    form_class = BasisForm

    def get_form_kwargs(self, ask):
        user = self.request.user
        linked = basis_links(ask)
        near = patterns_within(_places(ask)).accessible_to(user).select_related("place")  # type: ignore[attr-defined]
        lines = lines_of(near[:MOST_PATTERNS])
        known = {str(line.pattern.ref) for line in lines}
        more = [ref for kind, ref in linked if kind == PATTERN and ref not in known]
        lines += pattern_lines(more, user) if more else []
        kinds = {
            kind: (link_kinds[kind].label, self._offered(kind, linked))
            for kind in (*RESTS_ON, PUT_AT)
            if kind in link_kinds
        }
        chosen: dict[str, list[str]] = {"patterns": [r for k, r in linked if k == PATTERN]}
        chosen |= {kind: [r for k, r in linked if k == kind] for kind in kinds}
        return {"lines": lines, "kinds": kinds, "initial": chosen}

    def _offered(self, kind: str, linked: dict) -> list[LinkedRecord]:
        """The latest records of a kind, and those that are linked already."""
        registered, user = link_kinds[kind], self.request.user
        rows = registered.records(user)
        found = registered.describe(rows.order_by("-pk")[:MOST_RECORDS], user)
        known = {str(each.ref) for each in found}
        kept = [ref for of, ref in linked if of == kind and ref not in known]
        return found + (registered.describe(rows.filter(ref__in=kept), user) if kept else [])

    def get_arguments(self, form):
        said = form.cleaned_data
        chosen = {PATTERN: said["patterns"]} | {kind: said[kind] for kind in form.kinds}
        return {"chosen": chosen}

    def perform(self, ask, *, by, chosen):
        set_basis(ask, chosen, by=by)


def _places(ask: Ask) -> list[Any]:
    """Its area, or the country of its office."""
    if ask.place:
        return [ask.place]
    return list(Place.objects.filter(kind=Place.Kind.COUNTRY, country=ask.office.country))


class SetCircle(AskAction):
    title = pgettext_lazy("advocacy", "Circle of a quiet ask")
    submit_label = _("Save")
    success_message = _("Circle saved. Whoever left it finds the ask nowhere any more.")
    form_class = CircleForm

    def get_form_kwargs(self, ask):
        return {"ask": ask}

    def perform(self, ask, *, by, colleagues):
        ask.set_circle(by=by, colleagues=colleagues)


new = NewAsk.as_view()
edit = EditAsk.as_view()
translate = Translate.as_view()
risk = AssessRisk.as_view()
basis = SetBasis.as_view()
circle = SetCircle.as_view()
