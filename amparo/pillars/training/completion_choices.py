"""Keeps who lines of an export are, as a person chose it among those proposed."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

from .completion_lists import OpenMatch
from .models import CompletionChoice, CompletionExport

NEW, LEAVE = "new", "leave"


@transaction.atomic
def keep_choices(
    export: CompletionExport, chosen: Mapping[str, str], matches: Sequence[OpenMatch]
) -> None:
    """Keeps, by the identity of a line, the ref of a proposed participant, `NEW` or `LEAVE`.
    Refused for somebody who was not proposed.
    """
    for match in matches:
        said = chosen.get(match.identity, "")
        if not said:
            continue
        offered = {str(each.ref): each for each, _how in match.proposed}
        if said not in (NEW, LEAVE) and said not in offered:
            raise Refusal(_("Choose one of those proposed."))
        CompletionChoice.keep(
            export, match.identity, participant=offered.get(said), is_new=said == NEW
        )
