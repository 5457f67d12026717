"""How the deeds of a search are told: in the ledger, in notices, and in the story of a case."""

from ..told.words import register_code_lists

CODES = {
    "sought.cause": "separation_cause",
    "sought.relation": "family_relation",
    "tracingconsent.method": "consent_method",
    "relativetold.method": "follow_up_mode",
}


def tell() -> None:
    register_code_lists(CODES)
