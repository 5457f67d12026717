"""Figures as a DHIS2 data value set (dxf2, JSON), by the codes that the office entered.

`dataValueSets` of the Web API (docs.dhis2.org, "Data values"): of each value its data element,
category option combination, organisation unit and month. Hidden cells are left out: DHIS2 would
take an empty value for a deletion.
"""

import json
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

from .models import DHIS2DataElement, DHIS2OrgUnit, MonthlyReport
from .outside import PublishedFigures, label_of, labels_of

# "UIDs": eleven letters and digits, a letter first.
UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")


@dataclass(frozen=True)
class UnmappedCell:
    """A cell without a code of DHIS2: it is not in the file."""

    indicator: str
    name: str
    value: str
    fact: str


class DataValueSet:
    """The values of one report, and which cells have no code."""

    def __init__(self, report: MonthlyReport, published: PublishedFigures):
        self.report = report
        self.org_unit = (
            DHIS2OrgUnit.objects.filter(office=report.office).values_list("uid", flat=True).first()
            or ""
        )
        self.values: list[dict[str, str]] = []
        self.unmapped: list[UnmappedCell] = []
        elements = {each.indicator_id: each for each in DHIS2DataElement.objects.exclude(uid="")}
        for frozen in report.figures.with_indicator():
            version = frozen.version
            element = elements.get(version.indicator_id)
            for name, value in labels_of(version.definition["by"]):
                combo = element.option_combos.get(label_of(name, value)) if element else None
                if element is None or not combo:
                    self.unmapped.append(
                        UnmappedCell(version.indicator.code, name, value, version.definition["of"])
                    )
                    continue
                figure = published.figure(version.pk, name, value)
                if figure.value is not None:
                    self.values.append(
                        {
                            "dataElement": element.uid, "categoryOptionCombo": combo,
                            "orgUnit": self.org_unit, "period": f"{report.month:%Y%m}",
                            "value": str(figure.value),
                        }
                    )  # fmt: skip


def file_of(report: MonthlyReport, published: PublishedFigures) -> bytes:
    """Raises Refusal where the office or every indicator lacks its code."""
    found = DataValueSet(report, published)
    if not found.org_unit:
        raise Refusal(_("This office has no DHIS2 code yet. Enter its organisation unit first."))
    if not found.values:
        raise Refusal(
            _("No figure that may be shown has a DHIS2 code yet. Enter the codes of an indicator.")
        )
    return json.dumps({"dataValues": found.values}, indent=1).encode()
