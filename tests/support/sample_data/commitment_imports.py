"""Imports of recommendations in the sample data: one that differs from its document's total, a
table whose columns wait, one to discard, and what was imported and published.
"""

import io
from types import SimpleNamespace

FIRST = """Reference,Recommendation,From,To,Response,Issue
10.1,Give every child a birth certificate (made up),Peru,Bolivia,Supported,Birth registration
10.2,Open the registry on Saturdays (made up),Peru; Chile,Bolivia,Noted,Birth registration
"""
LATER = """Reference,Recommendation,From,To,Response,Issue
10.1,Give every child a birth certificate at once (made up),Peru,Bolivia,Supported,Registration
10.3,Translate the forms (made up),Chile,Bolivia,Supported,Registration
10.4,Answer within thirty days (made up),Nowhere,Atlantis,Supported,Registration
10.5,=1+1 more desks (made up),Chile; Ecuador,Bolivia,Maybe,Registration
10.5,=1+1 more desks (made up),Chile,Bolivia,Maybe,Registration
"""


def add_commitment_imports(world: SimpleNamespace) -> None:
    """As a policy officer did: the first edition imported, a later one checked."""
    from amparo.pillars.dialogue.imports import apply_import, check_import, read_head
    from amparo.pillars.dialogue.models import RecommendationImport, SourceDocument

    by = world.policy_officer
    document = SourceDocument.record(
        by=by,
        kind=SourceDocument.Kind.UPR,
        title="A made-up list of recommendations",
        symbol="A/EX/1/2",
        country="BO",
        stated_total=2,
    )

    def receive(text: str) -> RecommendationImport:
        return RecommendationImport.receive(
            document,
            io.BytesIO(text.encode()),
            by=by,
            office=by.office,
            name="list.csv",
            format="csv",
            origin="recommendation",
            language="en",
            country="BO",
            stated_on=world.office.today(),
        )

    first, later = receive(FIRST), receive(LATER)
    check_import(first, by=by, mapping=read_head(first).guessed)
    apply_import(first, by=by)
    check_import(later, by=by, mapping=read_head(later).guessed)
    world.commitment_import = later
    world.commitment_table, world.commitment_discarded = receive(FIRST), receive(LATER)
    world.public_commitment = document.commitments.get(reference="10.1")
    world.public_commitment.publish(by=by)
