"""Why a table does not leave the office: codes. `reason_texts` says them in words."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a table or an answer is refused."""

    RESTRICTED_AREA = "restricted-area"
    RESTRICTED_MONTHS = "restricted-months"
    REVEALS = "reveals"
    CONTRADICTS = "contradicts"
    TOO_LARGE = "too-large"
    TOO_FEW = "too-few"
    TOO_CLOSE = "too-close"
