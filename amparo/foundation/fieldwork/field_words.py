"""The sentences of the shell, by their ids: it keeps them, and speaks without a network.

`SENTENCES` are whole; of `COUNTED` there is one for each way in which a language counts.
"""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "field": _("In the field"),
}
COUNTED: dict[str, tuple[str, str]] = {}
