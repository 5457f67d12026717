"""Complaints of the sample data."""

from types import SimpleNamespace


def add_complaints(world: SimpleNamespace) -> None:
    """What was told about the office, and about one of its teams; and what came of it."""
    from amparo.foundation.core import receipt_codes
    from amparo.foundation.core.models import RestrictedGroupAccess
    from amparo.pillars.advocacy.models import Complaint, YouSaid

    world.trusted = world.cast._user(
        "trusted", "Noor Sabbagh", "caseworker", team=world.cast._team("Mobile", world.office)
    )
    RestrictedGroupAccess.give(to=world.trusted, group="misconduct", office=world.office, by=None)
    told = {"by": None, "office": world.office, "place": world.place, "language": "es"}
    world.complaint = Complaint.hear(
        receipt_codes.new_code(),
        kind="complaint_service",
        words="They sent Rosa away twice.",
        **told,
    )
    world.complaint.look_into(by=world.supervisor, words="The list was full on both days.")
    world.sensitive = Complaint.hear(
        receipt_codes.new_code(),
        kind="fraud",
        words="Somebody asked for money at the shelter.",
        **told,
    )
    world.sensitive.concern(world.team, by=world.trusted)
    said = {"en": "The door opens too late.", "es": "La puerta abre muy tarde."}
    did = {"en": "It opens at seven.", "es": "Abre a las siete."}
    world.you_said = YouSaid.draft(
        by=world.trusted, office=world.office, kind="suggestion", said=said, did=did
    )
