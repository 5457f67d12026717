"""Commitments in the sample data, with the documents and reports of each kind."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace


def add_commitments(world: SimpleNamespace) -> None:
    """A recommendation that a ministry bears, reported and reviewed, with a milestone and a
    dispute; a pledge without a bearer; one that was dropped; a link to report.
    """
    from amparo.pillars.dialogue.models import (
        Cluster,
        Commitment,
        CommitmentText,
        Dispute,
        Milestone,
        Position,
        ProgressReport,
        ReportLink,
        Review,
        SourceDocument,
    )
    from amparo.pillars.dialogue.models.progress import Progress, Progressed

    by, today, office = world.policy_officer, world.office.today(), world.office
    world.source_document = document = SourceDocument.record(
        by=by, kind="upr", title="Universal Periodic Review, third cycle", symbol="A/HRC/00/1",
        country="BO", stated_total=2,
    )  # fmt: skip
    world.ministry = ministry = world.official.office.organization
    world.commitment = commitment = Commitment.record(
        by=by, office=office, origin="recommendation", document=document, reference="118.44",
        text="Open shelter places for men who sleep in the street.", language="en",
        bearers=[ministry], authors=[{"country": "MX"}, {"name": "Working group"}],
        tags=["right:housing"], today=today, country="BO", place=world.place,
        deadline=today + timedelta(days=20), target=Decimal(40), unit="places open",
        adopted_on=today - timedelta(days=60),
    )  # fmt: skip
    Position.record(
        commitment, by=by, answer="supported", stated_on=today - timedelta(days=50),
        source="A/HRC/00/1/Add.1",
    )  # fmt: skip
    CommitmentText.write(commitment, by=by, language="es", text="Abrir plazas para hombres.")
    world.milestone = Milestone.add(
        commitment, by=by, text="Contract signed", due_on=today - timedelta(days=2)
    )
    Cluster.create(by=by, office=office, name="Shelter").add(
        by=by, commitments=Commitment.objects.filter(pk=commitment.pk)
    )
    report = ProgressReport.send(
        ministry, since=today - timedelta(days=80), until=today, by=world.official,
        lines=[Progressed(commitment, Progress.ON_TRACK, "14 places are open.", "Contract 12",
                          Decimal(14))],
    )  # fmt: skip
    Review.record(
        commitment, by=world.supervisor, progress=Progress.BEHIND, text="14 beds, no showers.",
        evidence="Visit of the house", figure=Decimal(14), line=report.lines.get(),
    )  # fmt: skip
    world.dispute = Dispute.open(
        commitment, by=world.official, text="The showers are being built.", organization=ministry
    )
    world.pledge = Commitment.record(
        by=by, office=office, origin="pledge", text="Issue documents within thirty days.",
        language="en", today=today, has_no_deadline=True,
    )  # fmt: skip
    world.dropped_commitment = Commitment.record(
        by=by, office=office, origin="decision", text="Meet twice a year.", language="en",
        today=today, bearers=[ministry],
    )  # fmt: skip
    world.dropped_commitment.drop(by=by, because="The group was dissolved.")
    world.report_link, world.report_token = ReportLink.make(ministry, by=by)
