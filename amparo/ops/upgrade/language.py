"""The language of whoever reads a terminal, as their system says it."""

import os
from collections.abc import Mapping

from django.conf import settings

# In the order in which programs heed them (POSIX, “Internationalization Variables”).
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
OTHERWISE = "en"


def terminal_language(environment: Mapping[str, str] = os.environ) -> str:
    """One of ours; English, as other commands, where the system names none or another."""
    named = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    code = named.lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return code if code in dict(settings.LANGUAGES) else OTHERWISE
