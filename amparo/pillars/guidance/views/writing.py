"""Pages of writing: the draft, its sections, what they are cited for and linked to, conflicts,
figures.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.content import document, markdown, segments
from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.files.forms import refuse_large_upload, sent_files
from amparo.foundation.core.files.uploads import (
    BESIDE_WRITING,
    accept_uploads,
    upload_was_too_large,
)
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.action_views import posted_data
from amparo.ui.languages import direction
from amparo.ui.responses import action_done

from ..checklists import checklist_items
from ..codes import FRONT
from ..forms.writing import (
    LARGEST_FIGURE,
    CitationForm,
    ConflictForm,
    EditionForm,
    FigureForm,
    ItemLinksForm,
    NewSectionForm,
    SectionFigureForm,
    SectionForm,
    key_of,
)
from ..item_links import broken_links, linked_items, links_of
from ..models import (
    Comment,
    Edition,
    Figure,
    ItemLink,
    Product,
    Section,
    SectionText,
    TextConflict,
)
from ..rendering import pictures, preview_html

FIGURE_AT_END = _("Figure added at the end of the text. Save the section to keep it there.")
WRITTEN_MEANWHILE = _("A colleague wrote this section meanwhile. Both texts are kept: choose.")


@dataclass(frozen=True)
class SectionRow:
    """A section of a draft: its text, how many comments are open, and its linked items."""

    section: Section
    text: SectionText | None
    asked: int
    links: list[ItemLink]

    @property
    def _original(self) -> str:
        return self.text.markdown if self.text else ""

    @property
    def has_items(self) -> bool:
        return bool(self.links or checklist_items(self._original))

    @property
    def linked(self) -> int:
        return len(linked_items(self._original, self.links))

    @property
    def broken(self) -> int:
        return len(broken_links(self._original, self.links))


@require_safe
def write(request, ref):
    """The draft of a product: its sections, what is missing, and what can be done."""
    product = get_permitted_or_404(request, Product, to="write", ref=ref)
    edition = product.working
    context = {"product": product, "edition": edition, "current": product.current}
    if edition is not None:
        texts = {text.section_id: text for text in edition.texts.filter(language=edition.language)}
        comments = Comment.objects.open().filter(section__edition=edition)
        asked: dict[int, int] = {}
        for section_key in comments.values_list("section", flat=True):
            asked[section_key] = asked.get(section_key, 0) + 1
        sections = list(edition.sections.prefetch_related("citations"))
        links = links_of(edition)
        context |= {
            "front": next((each for each in sections if each.key == FRONT), None),
            "rows": [
                SectionRow(
                    each, texts.get(each.pk), asked.get(each.pk, 0), links.get(each.pk, [])
                )
                for each in sections
                if each.key != FRONT
            ],
            "missing": edition.missing_for_publication(),
            "conflicts": TextConflict.objects.filter(
                text__section__edition=edition, settled_at=None
            ).select_related("text__section", "by"),
            "endorsements": edition.endorsements_in_force(),
        }  # fmt: skip
    return render(request, "guidance/write.html", context)


class BeginEdition(ActionView):
    """Opens the next edition as a copy of the newest one."""

    queryset = Product
    permission = "write"
    title = _("Begin the next edition")
    submit_label = _("Begin the next edition")
    success_message = _("The next edition is a copy of the last one. Change it here.")
    lede = _("Readers keep the published edition until the next one is published.")

    def perform(self, product, *, by):
        Edition.begin(product, by=by)

    def get_back_url(self, product):
        return reverse("guidance:write", args=[product.ref])


class OfDraft(ActionView):
    """An action on an edition that is being written."""

    queryset = Edition.objects.select_related("product")
    permission = "write"

    def get_back_url(self, edition):
        return reverse("guidance:write", args=[edition.product.ref])

    def get_page(self, edition):
        return {"crumbs": [(self.get_back_url(edition), edition.title)]}


class EditEdition(OfDraft):
    title = pgettext_lazy("guidance", "Edit title and summary")
    submit_label = _("Save")
    success_message = pgettext_lazy("guidance", "Edition updated.")
    form_class = EditionForm

    def get_form_kwargs(self, edition):
        names = ("title", "summary", "review_by")
        return {"initial": {name: getattr(edition, name) for name in names}}

    def perform(self, edition, *, by, **fields):
        edition.change(by=by, **fields)


class NewSection(OfDraft):
    title = pgettext_lazy("guidance", "Add section")
    submit_label = pgettext_lazy("guidance", "Add section")
    success_message = pgettext_lazy("guidance", "Section added. Write its text.")
    form_class = NewSectionForm

    def perform(self, edition, *, by, title, level):
        taken = edition.sections.values_list("key", flat=True)
        section = Section.add(edition, by=by, key=key_of(title, taken), level=level)
        SectionText.write(section, by=by, language=edition.language, title=title, markdown="")
        return section

    def get_success_url(self, edition, section):
        return reverse("guidance:section-write", args=[section.ref])


def _section(request, ref, *, to: str = "write") -> Section:
    found = Section.objects.select_related("edition__product")
    return get_permitted_or_404(request, found, to=to, ref=ref)


@accept_uploads(LARGEST_FIGURE, most=1, beside=BESIDE_WRITING)
def write_section(request, ref):
    """Title and text of a section: saved, or shown first as it will be read.

    With a picture nothing is saved yet: it is added to the figures of the product and to the end
    of the text, and the form is shown again with all that was written, as it is where the picture
    is refused.
    """
    section = _section(request, ref)
    if not section.edition.is_open:
        raise Http404
    if section.is_front:
        return redirect("guidance:edition-edit", section.edition.ref)
    if _is_figure_sent(request):
        return _add_figure(request, section)
    form = _section_form(request, section, posted_data(request))
    if is_valid_post(request, form):
        if "preview" in request.POST:
            shown = pictures(section.edition.product)
            preview = preview_html(form.cleaned_data["text"], section, figures=shown)
            return _show_section(request, section, form, preview=preview)
        if (saved := _save_section(request, section, form)) is not None:
            return saved
    return _show_section(request, section, form, status=422 if form.is_bound else 200)


def _section_form(request, section, data=None) -> SectionForm:
    """Returns the form with what was sent, or else what is saved."""
    edition = section.edition
    saved = {}
    if text := section.texts.filter(language=edition.language).first():
        saved = {"seen": text.digest, "title": text.title, "text": text.markdown}
    may_say_unchanged = edition.may_mark_unchanged(request.user)
    return SectionForm(data, initial=saved, may_say_unchanged=may_say_unchanged)


def _save_section(request, section, form):
    """Returns where it leads, None where it is refused."""
    edition, said = section.edition, form.cleaned_data
    written = attempt(
        form, SectionText.write, section, by=request.user, language=edition.language,
        title=said["title"], markdown=said["text"], seen_digest=said["seen"],
        meaning_unchanged=said.get("meaning_unchanged", False),
    )  # fmt: skip
    if written is None:
        return None
    if isinstance(written, TextConflict):
        url = reverse("guidance:text-conflict", args=[written.ref])
        return action_done(request, next_url=url, message=WRITTEN_MEANWHILE)
    url = reverse("guidance:write", args=[edition.product.ref])
    return action_done(request, next_url=url, message=_("Section saved."))


def _is_figure_sent(request) -> bool:
    """Whether a picture was chosen or asked for, whatever button was pressed: none gets lost."""
    return request.method == "POST" and bool(
        "add_figure" in request.POST or request.FILES or upload_was_too_large(request)
        or request.POST.get("alternative", "").strip()
    )  # fmt: skip


def _add_figure(request, section):
    """Shows the form again with what was typed, and the figure below it or what is wrong."""
    figure_form = SectionFigureForm(request.POST, request.FILES)
    refuse_large_upload(figure_form, request)
    figure = _save_figure(request, figure_form, section.edition.product)
    names = SectionForm.base_fields.keys() & request.POST.keys()
    typed = {name: request.POST[name] for name in names}
    if figure is not None:
        shown = document.Figure(figure.digest, figure_form.cleaned_data["alternative"])
        below = markdown.write(document.Document([shown]))
        typed["text"] = f"{typed.get('text', '').rstrip()}\n\n{below}".lstrip()
        figure_form = SectionFigureForm()
        messages.success(request, FIGURE_AT_END)
    form = _section_form(request, section, typed)
    status = 200 if figure is not None and form.is_valid() else 422
    return _show_section(request, section, form, figure_form=figure_form, status=status)


def _show_section(request, section, form, *, figure_form=None, preview="", status=200):
    edition = section.edition
    product = edition.product
    context = {
        "section": section, "edition": edition, "form": form, "preview": preview,
        "figure_form": figure_form or SectionFigureForm(),
        "back_url": reverse("guidance:write", args=[product.ref]),
        "add_url": reverse("guidance:figures", args=[product.ref]),
        "language": edition.language, "direction": direction(edition.language),
        "figures": list(product.figures.values("digest", "name")),
        "figure_url": reverse(
            "guidance:figure", args=[product.ref, "digest"]
        ).replace("/digest/", "/{digest}/"),
    }  # fmt: skip
    return render(request, "guidance/section_write.html", context, status=status)


class OfSection(ActionView):
    """An action on a section of a draft."""

    queryset = Section.objects.select_related("edition__product")
    permission = "write"

    def get_back_url(self, section):
        return reverse("guidance:write", args=[section.edition.product.ref])

    def get_page(self, section):
        return {"crumbs": [(self.get_back_url(section), section.edition.title)]}


class RemoveSection(OfSection):
    queryset = OfSection.queryset.exclude(key=FRONT)
    title = pgettext_lazy("guidance", "Remove section")
    submit_label = pgettext_lazy("guidance", "Remove section")
    success_message = pgettext_lazy("guidance", "Section removed.")
    lede = _("It is taken out of this draft with its translations. Earlier editions keep theirs.")
    tone = "danger"

    def perform(self, section, *, by):
        section.remove(by=by)


class CiteSection(OfSection):
    title = pgettext_lazy("guidance", "Steps and sources")
    submit_label = _("Save")
    success_message = pgettext_lazy("guidance", "Steps and sources updated.")
    form_class = CitationForm

    def get_form_kwargs(self, section):
        return {"section": section}

    def get_arguments(self, form):
        return {"citations": form.citations}

    def perform(self, section, *, by, citations):
        section.cite(by=by, citations=citations)


class LinkItems(OfSection):
    title = pgettext_lazy("guidance", "Link checklist items")
    submit_label = _("Save")
    success_message = pgettext_lazy("guidance", "Checklist items linked.")
    lede = _(
        "Say which items are a check or a step of the work here. Once it is published, they are"
        " read beside it, and how often it was met is shown beside them."
    )
    above_template = "guidance/item_links_above.html"
    form_class = ItemLinksForm

    def get_form_kwargs(self, section):
        linked = {each.digest: each.code for each in section.item_links.all()}
        return {"items": checklist_items(self._original(section)), "linked": linked}

    def get_context(self, section):
        original = self._original(section)
        return {
            "broken": broken_links(original, section.item_links.all()),
            "has_items": bool(checklist_items(original)),
        }

    @staticmethod
    def _original(section) -> str:
        text = section.texts.filter(language=section.edition.language).first()
        return text.markdown if text else ""

    def get_arguments(self, form):
        return {"links": form.links}

    def perform(self, section, *, by, links):
        section.link_items(by=by, links=links)


@require_POST
def move_section(request, ref):
    section = _section(request, ref)
    section.move(by=request.user, up=request.POST.get("up") == "1")
    back_url = reverse("guidance:write", args=[section.edition.product.ref])
    return action_done(request, next_url=back_url, message=_("Section moved."))


class Conflict(ActionView):
    """Two texts of one section: which one stays."""

    queryset = TextConflict.objects.select_related("text__section__edition__product", "by")
    permission = "write"
    title = _("Two texts of one section")
    submit_label = _("Save")
    success_message = _("Chosen. The other text stays in the record of this choice.")
    form_class = ConflictForm
    above_template = "guidance/conflict_texts.html"

    def get_form_kwargs(self, conflict):
        text = conflict.text
        return {"initial": {"title": text.title, "markdown": text.markdown}}

    def get_context(self, conflict):
        text = conflict.text
        return {
            "conflict": conflict, "text": text, "direction": direction(text.language),
            "difference": segments.word_diff(text.markdown, conflict.markdown),
        }  # fmt: skip

    def perform(self, conflict, *, by, **said):
        conflict.settle(by=by, **said)

    def get_back_url(self, conflict):
        """Where the text is written: whoever translates may not open the original for writing."""
        text, edition = conflict.text, conflict.text.section.edition
        if text.language == edition.language:
            return reverse("guidance:write", args=[edition.product.ref])
        return reverse("guidance:translation", args=[edition.product.ref, text.language])


@accept_uploads(LARGEST_FIGURE)
def new_figure(request, ref):
    """Adds a picture to those that texts of a product may show. The editor of texts, which asks
    for JSON, is told its digest and name, or what is wrong with it.
    """
    product = get_permitted_or_404(request, Product, to="write", ref=ref)
    form = FigureForm(posted_data(request), sent_files(request))
    if form.is_bound:
        refuse_large_upload(form, request)
    figure = _save_figure(request, form, product)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        if figure is not None:
            return JsonResponse({"digest": figure.digest, "name": figure.name})
        errors = [str(each) for found in form.errors.values() for each in found]
        return JsonResponse({"errors": errors}, status=422)
    if figure is not None:
        return action_done(request, next_url=request.path, message=_("Figure added."))
    context = {
        "product": product, "form": form,
        "back_url": reverse("guidance:write", args=[product.ref]),
        "figures": product.figures.order_by("at"),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "guidance/figures.html", context, status=status)


def _save_figure(request, form, product) -> Figure | None:
    """Returns the picture that was sent as a figure; None where the form says what is wrong."""
    if not is_valid_post(request, form):
        return None
    file = form.cleaned_data["file"]
    sent = {"name": file.name, "content": file.read()}
    return attempt(form, Figure.add, product, by=request.user, **sent)


begin = BeginEdition.as_view()
edit_edition = EditEdition.as_view()
new_section = NewSection.as_view()
remove_section = RemoveSection.as_view()
cite_section = CiteSection.as_view()
link_items = LinkItems.as_view()
conflict = Conflict.as_view()
