"""What a system sends twice is done once: the key is of its making, the first answer is kept."""

import json
from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Header

from amparo.foundation.core.models import Once
from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.foundation.core.refusals import Refusal

Key = Annotated[
    UUID,
    Header(
        ...,
        alias="Idempotency-Key",
        description="A UUID of your making, the same whenever you send the same call again.",
    ),
]


class OtherCall(Refusal):
    """The key is known, and what came with it is another thing: one of the two would be lost."""

    status = 422


def once(request: HttpRequest, key: UUID, do: Callable[[], dict]) -> dict:
    """What `do` answers (refs and codes alone), now or when it was done the first time."""
    try:
        row, is_first = Once.claim(
            key=key, by=signed_in_user(request), verb=request.path[:120], body=request.body
        )
    except Refusal:
        said = _("This Idempotency-Key came with another call before. Take a new one.")
        raise OtherCall(said) from None
    if not is_first:
        return json.loads(row.result_ref or "{}")
    answer = do()
    row.answer(json.dumps(answer, separators=(",", ":")))
    return answer
