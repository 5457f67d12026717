"""The settings of the version after this one."""

from amparo.site.settings import *  # noqa: F403
from amparo.site.settings import INSTALLED_APPS as THIS_VERSION

INSTALLED_APPS = [*THIS_VERSION, "tests.support.next_version"]
