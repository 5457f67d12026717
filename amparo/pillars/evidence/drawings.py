"""Figures that are drawn once and kept: a map takes longer to draw than its page to answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.utils.safestring import SafeString

from amparo.ui import formats
from amparo.ui.charts import Chart
from amparo.ui.safe_html import mark_cleaned
from amparo.ui.tags.charts import draw_chart


@dataclass(frozen=True)
class Drawing:
    """A chart as a page shows it: drawn by the first who asks, then kept by process.

    `drawn_from` is all that `make` makes it of, figures and words, and is compared by its `repr`:
    another figure, name, address or set of boundaries is another drawing, and so is each language.
    Whoever is shown a kept one was therefore given all that stands in it.
    """

    drawn_from: Any
    make: Callable[[], Chart]

    @cached_property
    def chart(self) -> Chart:
        return self.make()

    @property
    def key(self) -> str:
        said = f"{formats.current_language()} {self.drawn_from!r}"
        return blake2b(said.encode(), digest_size=16).hexdigest()

    @property
    def html(self) -> SafeString:
        """The figure with its picture, key and table."""
        kept = caches["drawings"].get(self.key)
        if kept is None:
            kept = str(draw_chart(self.chart))
            caches["drawings"].set(self.key, kept)
        return mark_cleaned(kept)
