"""A publication as PDF/UA, made by Typst: Arabic from the right, contents, marked languages."""

from pathlib import Path

from django.utils.translation import override

from amparo.foundation.core.pdf import paper_of

from .pdf_data import pdf_data
from .publication import Publication

PAGE = Path(__file__).parent / "templates" / "content" / "document.typ"


def publication_pdf(publication: Publication) -> bytes:
    """Returns the whole publication in its own language. Raises `NoPaper` where Typst lacks."""
    with override(publication.language):
        return paper_of(PAGE, pdf_data(publication), isolate=False)
