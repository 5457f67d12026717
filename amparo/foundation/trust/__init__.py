"""Trust: who may do what, with whose consent, and what was done."""


def audit_line(by, deed, record, **details):
    """`audit.note`, for the models that the ledger itself rests on."""
    from . import audit

    return audit.note(by, deed, record, **details)
