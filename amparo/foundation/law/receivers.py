"""What law does when the code lists are brought in: its own shipped lists come with them."""

from django.dispatch import receiver

from amparo.foundation.core.extension_points import code_lists_loaded

from . import shipped


@receiver(code_lists_loaded)
def install_shipped(sender, total: int, **signal) -> None:
    shipped.install()
