"""Pages of a product's own data: new, changed, brought from a file."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.action_views import ActionView, is_valid_post
from amparo.foundation.core.files.forms import refuse_large_upload, sent_files
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui.action_views import posted_data
from amparo.ui.responses import action_done

from ..forms.writing import LARGEST_IMPORT, ImportForm, ProductForm, key_of
from ..imports import READERS, bring, read_file
from ..models import Edition, Product
from ..models.editions import copy_texts
from ..models.fronts import write_front
from ..permissions import FOR_ALL


class NewProduct(ActionView):
    """A product of one's own; with `?from=` an own text out of another product."""

    title = pgettext_lazy("guidance", "Create product")
    submit_label = pgettext_lazy("guidance", "Create product")
    success_message = pgettext_lazy("guidance", "Created. Write its sections.")
    form_class = ProductForm

    def get_record(self):
        require_permission(self.request, "guidance.write")
        source = self.request.GET.get("from")
        if not source:
            return None
        return get_permitted_or_404(self.request, Product, to="see", ref=source)

    def get_form_kwargs(self, source):
        first = {"language": self.request.LANGUAGE_CODE[:2]}
        if source is not None and source.current is not None:
            first |= {
                "title": source.current.title, "language": source.current.language,
                "kind": Product.Kind.SOP, "office": self.request.user.office,
                "audiences": list(source.audiences.values_list("code", flat=True)),
                "themes": list(source.themes.values_list("code", flat=True)),
            }  # fmt: skip
        return {"user": self.request.user, "initial": first}

    def get_page(self, source):
        return {"crumbs": [(self.get_back_url(source), pgettext_lazy("menu", "Guidance library"))]}

    def get_back_url(self, source):
        return reverse("guidance:library")

    def perform(self, source, *, by, **fields):
        office = fields["office"]
        if office is None and FOR_ALL not in by.permissions:
            raise Refusal(_("Choose an office: for all offices, a guidance author writes."))
        taken = Product.objects.values_list("key", flat=True)
        product = Product.create(
            by=by, key=key_of(fields["title"], taken), owner=by, **fields,
        )  # fmt: skip
        if source is not None and source.current is not None:
            copy_texts(source.current, product.working)
        write_front(product.working, by=by)
        return product

    def get_success_url(self, source, product):
        return reverse("guidance:write", args=[product.ref])


class EditProduct(ActionView):
    """Changes what is said about a product; its texts stay."""

    queryset = Product
    permission = "write"
    title = pgettext_lazy("guidance", "Edit product")
    submit_label = _("Save")
    success_message = pgettext_lazy("guidance", "Product updated.")
    form_class = ProductForm

    def get_form_kwargs(self, product):
        return {"user": self.request.user, "product": product}

    def perform(self, product, *, by, **fields):
        product.change(by=by, **fields)

    def get_back_url(self, product):
        return reverse("guidance:write", args=[product.ref])


@accept_uploads(LARGEST_IMPORT)
def import_file(request, ref):
    """Brings a document into the draft, and lists what could not be brought."""
    product = get_permitted_or_404(request, Product, to="write", ref=ref)
    edition = Edition.begin(product, by=request.user) if request.method == "POST" else None
    first = {"language": (product.working or product.current or product).language}
    form = ImportForm(posted_data(request), sent_files(request), initial=first)
    if form.is_bound:
        refuse_large_upload(form, request)
    back_url = reverse("guidance:write", args=[product.ref])
    context = {"product": product, "form": form, "back_url": back_url}
    if is_valid_post(request, form):
        file = form.cleaned_data["file"]
        try:
            if not file.name.lower().endswith(READERS):
                raise Refusal(_("Choose a document (.docx) or a Markdown file (.md)."))
            known = set(product.figures.values_list("digest", flat=True))
            found = read_file(file.name, file.read(), known_figures=known)
            count = bring(edition, found, language=form.cleaned_data["language"], by=request.user)
        except Refusal as refusal:
            form.add_error("file", [str(words) for words in refusal.args])
        else:
            if not found.losses:
                return action_done(request, next_url=back_url, message=_("File imported."))
            context |= {"losses": found.losses, "count": count}
            return render(request, "guidance/product_import.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "guidance/product_import.html", context, status=status)


new = NewProduct.as_view()
edit = EditProduct.as_view()
