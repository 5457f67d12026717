"""Directory: who offers which help, where and when."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "amparo.foundation.directory"
