"""What every step of the walk asks first: of whom, by whom, in which file.

An action is done by somebody to whom the policy allows it; what the product refuses is no step.
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
    """A walk, and the state that it changes."""

    state: State

    @property
    def cases(self) -> list[str]:
        return list(self.state.policy.cases)

    @property
    def people(self) -> list[str]:
        return list(self.state.policy.people)

    def who_works_on(self, case: File, n: int) -> str:
        found = [who for who in NAMES if self.state.policy.works_on(who, case)]
        return found[n % len(found)] if found else ""

    def who_approves(self, case: File, n: int) -> str:
        found = [who for who in NAMES if self.state.policy.does(who, case, APPROVES)]
        return found[n % len(found)] if found else ""

    def ask_again(self, *concerned: str) -> None:
        """Those concerned look at once (`looks.py`)."""
        raise NotImplementedError

    @contextmanager
    def action(self) -> Iterator[None]:
        """Both are as they were where the product refuses."""
        before = deepcopy(self.state.policy)
        try:
            with transaction.atomic():
                yield
        except Refusal:
            self.state.policy = before

    def case_at(self, n: int) -> tuple[str, File]:
        key = self.cases[n % len(self.cases)]
        return key, self.state.policy.cases[key]

    def file_of(self, key: str) -> File:
        return self.state.policy.cases[key]
