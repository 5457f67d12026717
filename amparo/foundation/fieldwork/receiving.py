"""What becomes of a submission: each app that has files says which of them it takes in.

An app receives what names one of its records. Whoever takes the answers into a file of theirs
keeps them sealed with it (`Submission.lies_in_a_file`); what nobody takes is about nobody's file.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .xforms import Outcome

if TYPE_CHECKING:
    from .models import Submission

# Says whether it took the submission in. A `Refusal` keeps it where a person looks at it.
type Receive = Callable[["Submission", Outcome], bool]

receivers: list[Receive] = []


def receives(receive: Receive) -> Receive:
    receivers.append(receive)
    return receive
