"""How many rows of a list look like people already known, or like one another: counted, not named.

A short list is looked at whole. Of a long one every tenth row after the first two thousand is, and
counts for ten: enough to see that a list has been brought in before.
"""

from amparo.foundation.people.deduplication.import_check import ImportMatcher, features_of_row

from ..models.imports import ImportFile
from .case_records import build_record
from .unclear_values import Values

WHOLE, ONE_IN = 2000, 10


class DuplicateCounter:
    """The counts of one file, as it is looked through."""

    def __init__(self, file: ImportFile):
        self._arriving = ImportMatcher(file.register.team.office)
        self._seen = self.known = self.within = 0

    def look_at(self, rows: list[Values]) -> None:
        for values in rows:
            self._seen += 1
            if self._seen <= WHOLE:
                self._weigh(values, 1)
            elif self._seen % ONE_IN == 0:
                self._weigh(values, ONE_IN)

    def _weigh(self, values: Values, counts_for: int) -> None:
        told = build_record(values, opens_case=False)
        traits = features_of_row(told.person, told.documents, told.contacts)
        self.known += counts_for * self._arriving.looks_known(traits)
        self.within += counts_for * self._arriving.looks_like_another(traits)
