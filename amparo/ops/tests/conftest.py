"""An installation for the doctor to look at."""

import pytest

from amparo.foundation.core.accounts import demo_accounts


@pytest.fixture
def home(settings, tmp_path):
    """An installation whose folder and keys are as they should be."""
    settings.HOME = tmp_path / "home"
    keys = settings.HOME / "keys"
    keys.mkdir(parents=True, mode=0o700)
    settings.HOME.chmod(0o700)
    settings.AMPARO_KEY_RING_FILE = keys / "ring"
    (keys / "secret").write_text("x")
    (keys / "secret").chmod(0o400)
    return settings.HOME


@pytest.fixture
def real_people(caseworker):
    assert demo_accounts.has_real_people()
