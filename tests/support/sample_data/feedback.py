"""Complaints of the sample data."""

from types import SimpleNamespace


def add_complaints(world: SimpleNamespace) -> None:
    """What was told about the office, and about one of its teams; and what came of it."""
    from amparo.foundation.core import receipt_codes
    from amparo.foundation.core.models import RestrictedGroupAccess
    from amparo.pillars.advocacy.feedback.models import Complaint, YouSaidWeDid

    world.trusted = world.cast._user(
        "trusted", "Noor Sabbagh", "caseworker", team=world.cast._team("Mobile", world.office)
    )
    RestrictedGroupAccess.give(to=world.trusted, group="misconduct", office=world.office, by=None)
    told = {"by": None, "office": world.office, "place": world.place, "language": "es"}
    world.complaint = Complaint.receive(
        receipt_codes.new_code(),
        kind="complaint_service",
        text="They sent Rosa away twice.",
        **told,
    )
    world.complaint.record_findings(by=world.supervisor, text="The list was full on both days.")
    world.sensitive = Complaint.receive(
        receipt_codes.new_code(),
        kind="fraud",
        text="Somebody asked for money at the shelter.",
        **told,
    )
    world.sensitive.add_subject(world.team, by=world.trusted)
    said = {"en": "The door opens too late.", "es": "La puerta abre muy tarde."}
    did = {"en": "It opens at seven.", "es": "Abre a las siete."}
    world.you_said = YouSaidWeDid.draft(
        by=world.trusted, office=world.office, kind="suggestion", said=said, did=did
    )
