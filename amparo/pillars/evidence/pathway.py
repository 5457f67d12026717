"""The pathway of cases: of those identified in a year, how many came to each stage."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.ui.charts import Funnel, Stage

from .cross_table_pages import Links
from .engine import Period
from .figures import PATHWAY, Figures
from .labels import name_of
from .models import IndicatorVersion

# The indicator that counts it.
CODE = "PATH"


def pathway_of(
    figures: Figures, version: IndicatorVersion | None, month: date, link: Links
) -> Funnel | None:
    """The stages of the cases that were identified in the year of `month`; None without any.

    Each stage is counted by itself, whenever it came: a case may have skipped one before.
    """
    year = month.replace(month=1)
    total = figures.total(Period.YEAR, year).count
    if version is None or not total:
        return None
    fact, by = version.definition["of"], version.definition["by"]
    stages = [Stage(pgettext("case", "Identified"), total, link())]
    stages += [
        Stage(
            name_of(fact, name), figures.cell(Period.YEAR, year, **{name: "True"}).count,
            link((name, "True")),
        )
        for name in PATHWAY
        if name in by
    ]  # fmt: skip
    return Funnel(
        name="pathway", title=_("Pathway of cases"), stages=tuple(stages),
        label_name=pgettext("pathway", "Stage"), value_name=pgettext("pathway", "Cases"),
        share_name=_("Of those identified"), lost_name=_("Fewer than at the stage before"),
    )  # fmt: skip
