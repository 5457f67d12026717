"""What the points of the rubric mean: the words beside 0 to 3."""

from django.utils.translation import pgettext_lazy

POINTS = [
    (0, pgettext_lazy("rubric", "0 · not seen")), (1, pgettext_lazy("rubric", "1 · a little")),
    (2, pgettext_lazy("rubric", "2 · mostly")), (3, pgettext_lazy("rubric", "3 · done well")),
]  # fmt: skip
