"""Pages of translation: how far each language is, one section at a time, files, review."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.content.po import write_po_file
from amparo.foundation.content.problem_texts import REFUSED_UNIT_TEXTS
from amparo.foundation.content.xliff import write_xliff
from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.files.forms import refuse_large_upload, sent_files
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.action_views import posted_data
from amparo.ui.languages import direction
from amparo.ui.responses import action_done

from ..codes import LANGUAGES, language_name
from ..forms.translation import (
    LARGEST_FILE,
    ReviewForm,
    TranslationFileForm,
    UnitsForm,
    WholeTextForm,
)
from ..models import Edition, Product, Section, SectionText, TextConflict
from ..translation import (
    edition_to_translate,
    save_units,
    section_translation,
    source_sections,
    statuses,
    store_file,
)
from .writing import WRITTEN_MEANWHILE

FILES = {"xliff": ("xlf", "application/xliff+xml"), "po": ("po", "text/x-gettext-translation")}


def _edition(request, ref, *, to: str = "translate") -> Edition:
    """Returns the edition of a product that is translated now. Raises Http404 where none is."""
    product = get_permitted_or_404(request, Product, to=to, ref=ref)
    edition = edition_to_translate(product)
    if edition is None:
        raise Http404
    edition.product = product
    return edition


def _target(edition: Edition, language: str) -> str:
    if language not in LANGUAGES or language == edition.language:
        raise Http404
    return language


def _may_write(edition: Edition, language: str) -> bool:
    """Whether a text in this language may still change: what is published stays as it is."""
    return edition.is_open or not edition.languages.filter(language=language).exists()


@require_safe
def index(request, ref):
    edition = _edition(request, ref, to="see_translations")
    context = {"edition": edition, "statuses": statuses(edition)}
    return render(request, "guidance/translations.html", context)


@require_safe
def language_page(request, ref, language):
    edition = _edition(request, ref, to="see_translations")
    _target(edition, language)
    [status] = [each for each in statuses(edition) if each.language == language]
    originals = {text.section_id: text for text in edition.texts.filter(language=edition.language)}
    texts = {text.section_id: text for text in edition.texts.filter(language=language)}
    rows = [
        (section, original, text, text.status_beside(original) if text else None)
        for section in edition.sections.all()
        if (original := originals.get(section.pk)) is not None
        for text in [texts.get(section.pk)]
    ]
    context = {
        "edition": edition, "status": status, "rows": rows, "language": language,
        "may_write": "guidance.translate" in request.user.permissions
        and _may_write(edition, language),
        "is_frozen": not _may_write(edition, language),
        "may_review": "guidance.review" in request.user.permissions,
        "may_publish": "guidance.write" in request.user.permissions,
    }  # fmt: skip
    return render(request, "guidance/translation.html", context)


def section(request, ref, language, section):
    """One section in two columns: the original, and a field for each of its segments."""
    edition = _edition(request, ref)
    _target(edition, language)
    found = get_permitted_or_404(request, Section, to="translate", ref=section, edition=edition)
    translation = section_translation(found, language)
    if translation is None or not _may_write(edition, language):
        raise Http404
    attrs = {"lang": language, "dir": direction(language)}
    form_class = UnitsForm if translation.is_aligned else WholeTextForm
    form = form_class(posted_data(request), translation=translation, attrs=attrs)
    back_url = reverse("guidance:translation", args=[ref, language])
    if is_valid_post(request, form):
        written = attempt(form, _save, found, language, form, by=request.user)
        if written is not None:
            return _after_writing(request, written, back_url)
    context = {
        "edition": edition, "section": found, "language": language, "form": form,
        "translation": translation, "back_url": back_url, "language_name": language_name(language),
        "source_direction": direction(edition.language), "direction": direction(language),
        "is_published": edition.is_published,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "guidance/translation_section.html", context, status=status)


def _save(section: Section, language: str, form, *, by):
    said = form.cleaned_data
    if isinstance(form, UnitsForm):
        return save_units(section, language, form.targets, by=by, seen_digest=said["seen"])
    return SectionText.write(
        section, by=by, language=language, title=said["title"], markdown=said["markdown"],
        seen_digest=said["seen"],
    )  # fmt: skip


def _after_writing(request, written, back_url):
    if isinstance(written, TextConflict):
        return action_done(
            request, next_url=reverse("guidance:text-conflict", args=[written.ref]),
            message=WRITTEN_MEANWHILE,
        )  # fmt: skip
    return action_done(request, next_url=back_url, message=_("Translation saved."))


@require_safe
def download(request, ref, language):
    """Sends the edition for translators, with what is translated already."""
    edition = _edition(request, ref)
    _target(edition, language)
    wanted = request.GET.get("format", "xliff")
    if wanted not in FILES:
        raise Http404
    ending, kind = FILES[wanted]
    sections = source_sections(edition, language)
    content = (
        write_xliff(sections, source=edition.language, target=language)
        if wanted == "xliff"
        else write_po_file(sections, target=language, project=edition.title)
    )
    log.log_event(
        request.user, "guidanceedition.exported", edition, language=language, format=wanted
    )
    name = f"{edition.product.key}-{edition.number}-{language}.{ending}"
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = disposition(name)
    return response


@accept_uploads(LARGEST_FILE)
def import_file(request, ref, language):
    """Takes back a file of translators: what fits is written, all else is listed."""
    edition = _edition(request, ref)
    _target(edition, language)
    if not _may_write(edition, language):
        raise Http404
    form = TranslationFileForm(
        posted_data(request), sent_files(request), edition=edition, language=language
    )
    if form.is_bound:
        refuse_large_upload(form, request)
    back_url = reverse("guidance:translation", args=[ref, language])
    context = {
        "edition": edition, "language": language, "language_name": language_name(language),
        "form": form, "back_url": back_url,
    }  # fmt: skip
    if is_valid_post(request, form):
        stored = attempt(
            form, store_file, edition, language, form.accepted, by=request.user,
            is_machine=form.cleaned_data["is_machine"],
        )  # fmt: skip
        if stored is not None:
            return _after_import(request, form.accepted, stored, context)
    status = 422 if form.is_bound else 200
    return render(request, "guidance/translation_import.html", context, status=status)


def _after_import(request, accepted, stored, context):
    taken, conflicts = stored
    refused = [(each, REFUSED_UNIT_TEXTS[each.reason]) for each in accepted.refused]
    if not refused and not conflicts:
        message = ngettext(
            "%(count)s segment taken from the file.", "%(count)s segments taken from the file.",
            taken,
        ) % {"count": taken}  # fmt: skip
        return action_done(request, next_url=context["back_url"], message=message)
    context |= {"taken": taken, "conflicts": conflicts, "refused": refused}
    return render(request, "guidance/translation_import.html", context)


class Publish(ActionView):
    """Publishes a translation that was finished after its edition."""

    title = pgettext_lazy("guidance", "Publish translation")
    submit_label = pgettext_lazy("guidance", "Publish translation")
    success_message = gettext_lazy("Translation published.")
    lede = gettext_lazy("It can be read at once. Later changes need the next edition.")

    def get_record(self, ref, language):
        edition = _edition(self.request, ref, to="write")
        self.language = _target(edition, language)
        return edition

    def perform(self, edition, *, by):
        edition.publish_language(self.language, by=by)

    def get_back_url(self, edition):
        return reverse("guidance:translation", args=[edition.product.ref, self.language])


class Review(ActionView):
    """Says that a colleague read a translation beside its original."""

    queryset = SectionText
    permission = "review"
    title = gettext_lazy("Review translation")
    submit_label = gettext_lazy("Reviewed: it says the same")
    success_message = gettext_lazy("Translation reviewed.")
    above_template = "guidance/translation_beside.html"

    form_class = ReviewForm

    def get_form_kwargs(self, text):
        return {"initial": {"seen_digest": text.digest}}

    def perform(self, text, *, by, seen_digest):
        text.review(by=by, seen_digest=seen_digest)

    def get_context(self, text):
        translation = section_translation(text.section, text.language)
        edition = text.section.edition
        return {
            "translation": translation, "language": text.language, "text": text,
            "original_language": edition.language, "source_direction": direction(edition.language),
            "direction": direction(text.language), "language_name": language_name(text.language),
            "original_name": language_name(edition.language),
        }  # fmt: skip

    def get_back_url(self, text):
        product = text.section.edition.product
        return reverse("guidance:translation", args=[product.ref, text.language])


publish = Publish.as_view()
review = Review.as_view()
