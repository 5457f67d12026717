"""Endpoint with which a partner passes on a request for help that it cannot meet."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest as Call
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.permissions.rules import require_permission, signed_in_user
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.help_requests.models import HelpRequest
from amparo.ui.languages import CODES

from .referrals import LongText, StrictSchema
from .responses import Key, run_once

router = Router(tags=["help requests"])
VERB = "help.pass_on"
ShortText = Annotated[str, Field(max_length=200)]


class Channel(StrEnum):
    NONE = "none"
    MESSAGE = "message"
    CALL = "call"
    THROUGH_OTHER = "through_other"


class HelpRequestIn(StrictSchema):
    """Nobody needs to give a name. All but `needs`, `asker` and `language` may be left out."""

    needs: list[Annotated[int, Field(ge=1, le=8)]] = Field(
        min_length=1, max_length=8,
        description="1 food, 2 a place to sleep, 3 a doctor, 4 documents or a lawyer, 5 family, "
        "6 to go back safely, 7 forced to work, held or hurt, 8 something else",
    )  # fmt: skip
    asker: Literal["known", "unknown"] = Field(
        description="Whether whoever needs help knows and agrees that you pass it on"
    )
    language: str = Field(
        pattern=f"^({'|'.join(CODES)})$", description="In which they are answered",
        json_schema_extra={"enum": list(CODES)},
    )  # fmt: skip
    text: LongText = Field(default="")
    in_danger: bool = False
    place: UUID | None = Field(default=None, description="The ref of a place")
    other_language: ShortText = ""
    safe_channel: Channel | Literal[""] = Field(
        default="", description="How they may be reached without harm; `none`: not at all"
    )
    contact: ShortText = ""
    hours: ShortText = ""
    who_may_answer: ShortText = ""
    may_leave_message: bool | None = None
    code_word: ShortText = Field(default="", description="A word that we say first")
    shares: bool = Field(default=False, description="We may ask others, without saying who asks")


class Receipt(Schema):
    ref: UUID = Field(description="What help_request.answered speaks of")
    code: str = Field(
        description="Give it to whoever asked, and keep it nowhere: with it they read our answer"
    )


class NoSuchPlace(Refusal):
    status = 422


@router.post(
    "", response=Receipt, summary="Pass somebody’s request for help on",
    operation_id="pass_on",
)  # fmt: skip
def pass_on(request: Call, key: Key, said: HelpRequestIn):
    """It waits with the others, and is answered by the same day as they are."""
    require_permission(request, VERB)  # type: ignore[arg-type]
    by = signed_in_user(request)
    # The same whenever the call is sent again, and kept by nobody.
    code = receipt_codes.code_of(f"{by.ref.hex}:{key.hex}")

    def do() -> dict:
        told = said.model_dump(mode="json", by_alias=True) | {"place": _place(said.place)}
        return {"ref": str(HelpRequest.receive_from_partner(by=by, code=code, **told).ref)}

    return run_once(request, key, do) | {"code": code}


def _place(ref: UUID | None) -> Place | None:
    if ref is None:
        return None
    place = Place.objects.filter(ref=ref).first()
    if place is None:
        raise NoSuchPlace(_("We do not know this place. Leave it out, and say it in words."))
    return place
