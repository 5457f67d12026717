"""Endpoint that tells a partner system what its token stands for."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema

from amparo.foundation.core.models import ApiToken

router = Router(tags=["token"])


class Me(Schema):
    """Which system this token stands for."""

    name: str = Field(description="What an administrator here calls your system")
    organization: str
    verbs: list[str] = Field(description="What the token lets you do")
    expires: datetime = Field(description="Ask for a new token before then")


@router.get("/me", response=Me, summary="Who am I", operation_id="me")
def me(request: HttpRequest):
    """Tries your token, and changes nothing."""
    token: ApiToken = request.token  # type: ignore[attr-defined]
    return {
        "name": token.name,
        "organization": token.organization.name,
        "verbs": sorted(token.caller.permissions),
        "expires": token.until,
    }
