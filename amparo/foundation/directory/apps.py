"""Directory: who offers which help, where and when."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "amparo.foundation.directory"

    def ready(self):
        from .hsds import validation  # noqa: F401 - kinds of problems, which stored ones name
