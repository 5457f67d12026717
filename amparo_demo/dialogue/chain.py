"""Patterns of unmet needs in the demo, counted for six months, and what rests on them."""

from datetime import timedelta

from amparo.foundation.core import clock
from amparo.foundation.links.chain import PATTERN
from amparo.foundation.links.counting import count_month
from amparo.foundation.links.models import Link, Pattern, PatternFigure
from amparo.pillars.dialogue.linked import COMMITMENT
from amparo.pillars.dialogue.models import Commitment
from amparo_demo.world import World

MONTHS = 6
# The right of a pattern, and the words of commitments that rest on it.
RESTS = {
    "housing": ("Abrir 40 plazas", "Ampliar los albergues"),
    "documents": ("Abrir ventanillas", "Emitir documentos provisionales"),
    "education": ("Inscribir sin exigir",),
    "decent_work": ("Inspeccionar los lugares",),
    "health": ("Asegurar atención de salud",),
}


def fill(world: World) -> None:
    """Counts, and links the largest patterns: some are left on which nothing rests."""
    with clock.at(min(world.at(0, "05:00"), world.now)):
        month = world.today.replace(day=1)
        for _each in range(MONTHS):
            count_month(month)
            month = (month - timedelta(days=1)).replace(day=1)
        _link(world)


def _link(world: World) -> None:
    by = world.users["policy"]
    for right, openings in RESTS.items():
        patterns = Pattern.objects.filter(right=right).order_by("pk")
        counted = PatternFigure.objects.filter(pattern__in=patterns).order_by("-month", "-cases")
        figure = counted.first()
        if figure is None:
            continue
        for opening in openings:
            commitment = Commitment.objects.filter(text__startswith=opening).first()
            if commitment is not None:
                Link.add(
                    by=by, source=(COMMITMENT, commitment), relation=Link.Relation.RESTS_ON,
                    target=(PATTERN, figure.pattern),
                )  # fmt: skip
