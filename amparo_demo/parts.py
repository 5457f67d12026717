"""The parts of the demo, in the order in which they are filled."""

from . import (
    agreements,
    capacity,
    context,
    data_quality,
    evidence,
    forms,
    funding,
    guidance,
    law,
    linkage_agreements,
    places,
    practice_office,
    services,
    staff,
)
from .advocacy import asks, broadcasts, campaigns, feedback, message_bank, rumours, stories
from .assistance import (
    casework,
    child_protection,
    closure_surveys,
    counter_trafficking,
    family_tracing,
    pathways,
    payments,
    reintegration,
    returns,
    surveys,
    unmet_needs,
)
from .dialogue import chain, commitments, consultations, forums
from .dialogue import imports as commitment_imports
from .training import after as training_after
from .training import (
    attendance,
    certificates,
    completions,
    courses,
    participants,
    practice,
    registration,
    requirements,
    trainers,
)
from .training import events as training_events
from .training import tests as training_tests
from .world import World

# Each has a function `fill(world)`. A part may use what the parts before it have made.
PARTS = (
    staff,
    forms,
    places,
    services,
    capacity,
    context,
    linkage_agreements,
    funding,
    law,
    casework,
    pathways,
    payments,
    returns,
    reintegration,
    counter_trafficking,
    surveys,
    closure_surveys,
    child_protection,
    family_tracing,
    feedback,
    evidence,
    data_quality,
    unmet_needs,
    guidance,
    agreements,
    commitments,
    commitment_imports,
    forums,
    consultations,
    courses,
    training_events,
    participants,
    registration,
    attendance,
    training_tests,
    trainers,
    requirements,
    practice,
    certificates,
    completions,
    training_after,
    message_bank,
    rumours,
    campaigns,
    broadcasts,
    stories,
    practice_office,
)


def fill(world: World) -> None:
    """Fills every part, then lets the stories they began happen in the order of their dates."""
    for part in PARTS:
        part.fill(world)
    world.play()
    unmet_needs.find(world)
    chain.fill(world)
    asks.fill(world)
