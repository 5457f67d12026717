"""Records of guidance: products, their editions, sections and texts, and what is said of them."""

from .comments import Comment
from .edition_languages import EditionLanguage
from .editions import Edition
from .figures import Figure
from .products import Product, ProductAudience, ProductTheme
from .remarks import Remark
from .sections import Citation, ItemLink, Section
from .texts import SectionText, TextConflict

__all__ = [
    "Citation",
    "Comment",
    "Edition",
    "EditionLanguage",
    "Figure",
    "ItemLink",
    "Product",
    "ProductAudience",
    "ProductTheme",
    "Remark",
    "Section",
    "SectionText",
    "TextConflict",
]
