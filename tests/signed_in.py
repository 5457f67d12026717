"""`force_login` in tests stands for somebody who has given both proofs a moment ago.

The house itself begins a session only in `arriving.enter`; a test that is about signing in goes
through the front door.
"""

import pytest
from django.contrib.auth.signals import user_logged_in

from amparo.foundation.core.accounts import sessions


@pytest.fixture(scope="session", autouse=True)
def both_proofs_given():
    with_both_proofs()


def with_both_proofs() -> None:
    """From now on, in this process."""
    user_logged_in.connect(_begin, dispatch_uid="tests.signed_in")


def _begin(sender, request, user, **signal):
    if request.method is None:  # as `force_login` makes its request: nobody asked for anything
        sessions.start_session(request.session, proof="two")
