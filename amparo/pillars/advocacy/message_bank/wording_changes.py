"""Saves what was written beside each other: only what changed is written anew, so that who wrote
and who read the other languages stays.
"""

from collections.abc import Mapping

from django.db import transaction

from amparo.foundation.core.models import User

from .models import KeyMessage


@transaction.atomic
def save_wordings(
    message: KeyMessage, level: str, wordings: Mapping[str, Mapping[str, str]], *, by: User
) -> bool:
    """Writes each language that changed, and takes away those that were emptied. `wordings` has
    heading, body and text by language. Returns True.
    """
    for language, said in wordings.items():
        known = message.wording(language, level)
        if not said["heading"]:
            if known is not None:
                message.remove_wording(language, by=by, level=level)
        elif known is None or any(getattr(known, name) != said[name] for name in said):
            message.write_wording(language, by=by, level=level, fields=said)
    return True
