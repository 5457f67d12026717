"""Records as the survey of the standard (XLSForm) exports them: spelt so, with spaces between.

https://github.com/UNMigration/HTCDS, Toolkit/Survey (CC BY 4.0). It knows core fields alone; the
others have the name of the standard.
"""

from collections.abc import Iterable, Iterator

from ..fields import SPELT_BY_THE_SURVEY, Field
from ..records import HtcdsRecord
from . import as_csv


def write(
    records: Iterable[HtcdsRecord], keeps: Iterable[Field], *, tells_all: bool = True
) -> Iterator[bytes]:
    return as_csv.write(records, keeps, spelt=SPELT_BY_THE_SURVEY, joins=" ", tells_all=tells_all)
