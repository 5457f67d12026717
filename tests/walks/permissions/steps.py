"""What every step of the walk asks first: of whom, by whom, in which file.

Who does a deed is somebody to whom the policy allows it; what the house itself refuses is no step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from amparo.foundation.core.refusals import Refusal

from .expected import APPROVES, WORKS, File
from .state import STAFF, State

N = st.integers(0, 10_000)
NAMES = list(STAFF)
WHO = st.sampled_from(NAMES)
OURS = [who for who, (role, _where) in STAFF.items() if role in WORKS]


class Steps(RuleBasedStateMachine):
    """A walk: the house in which it is made."""

    house: State

    @property
    def cases(self) -> list[str]:
        return list(self.house.policy.cases)

    @property
    def people(self) -> list[str]:
        return list(self.house.policy.people)

    def who_works_on(self, case: File, n: int) -> str:
        found = [who for who in NAMES if self.house.policy.works_on(who, case)]
        return found[n % len(found)] if found else ""

    def who_approves(self, case: File, n: int) -> str:
        found = [who for who in NAMES if self.house.policy.does(who, case, APPROVES)]
        return found[n % len(found)] if found else ""

    def ask_again(self, *concerned: str) -> None:
        """Those concerned look at once (`looks.py`)."""
        raise NotImplementedError

    @contextmanager
    def deed(self) -> Iterator[None]:
        """Both are as they were where the house refuses."""
        before = deepcopy(self.house.policy)
        try:
            with transaction.atomic():
                yield
        except Refusal:
            self.house.policy = before

    def case_at(self, n: int) -> tuple[str, File]:
        key = self.cases[n % len(self.cases)]
        return key, self.house.policy.cases[key]

    def file_of(self, key: str) -> File:
        return self.house.policy.cases[key]
