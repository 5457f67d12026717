"""Where an imported file is from; how an import begins and ends."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ..models import LawImport, check_source
from ..tables import ReadRows


@dataclass(frozen=True)
class Origin:
    """Where a file is from and as of which day it says what it says."""

    source: str
    as_of: date
    licence: str = ""

    @property
    def as_of_text(self) -> str:
        return formats.with_year(self.as_of)


def begin_import(
    kind: str, rows: ReadRows, origin: Origin, by: User, title: str = ""
) -> LawImport:
    if not rows.good:
        raise Refusal(_("No row can be imported."))
    check_source(origin.source, origin.as_of)
    return LawImport.objects.create(
        kind=kind, title=title, source=origin.source.strip(), licence=origin.licence.strip(),
        as_of=origin.as_of, rows=len(rows.good), left_out=rows.left_out, by=by,
    )  # fmt: skip


def finish_import(made: LawImport, by: User) -> LawImport:
    log.log_event(by, "lawimport.made", made, kind=made.kind, rows=made.rows)
    return made
