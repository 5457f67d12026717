"""What becomes of a submission: each app that has files says which of them it takes in.

An app receives what names one of its records. Whoever takes the answers into a file of theirs
keeps them sealed with it (`Submission.lies_in_a_file`), with the files that came along; what
nobody takes is about nobody's file. Files that come later follow their answers.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .xforms import Outcome

if TYPE_CHECKING:
    from .models import Submission

# Says whether it took the submission in. A `Refusal` keeps it where a person looks at it.
type Receive = Callable[["Submission", Outcome], bool]
# Says whether these answers lie with it, and their files now too.
type Follow = Callable[["Submission"], bool]

receivers: list[Receive] = []
followers: list[Follow] = []


def receives(receive: Receive) -> Receive:
    receivers.append(receive)
    return receive


def follows(follow: Follow) -> Follow:
    followers.append(follow)
    return follow
