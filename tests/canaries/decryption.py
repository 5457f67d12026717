"""Everything that is sealed in a house, opened by the house itself.

    python -m tests.canaries.decryption    in the house of AMPARO_HOME

What is kept and shown on no page is read here: so "not found" never means "not kept".
"""

import io
import sys

import django


def decrypt_everything() -> str:
    """All personal values and all papers that are text, in one piece."""
    from django.apps import apps

    from amparo.foundation.core.encryption.fields import PersonalField
    from amparo.foundation.core.encryption.files import EncryptedFile

    out = io.StringIO()
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, PersonalField)]
        for record in model._base_manager.all() if names else []:
            out.write("".join(f"{getattr(record, name)}\n" for name in names))
    for name in EncryptedFile.names():
        with EncryptedFile.open(name) as file:
            out.write(file.read().decode("utf-8", "replace"))
    return out.getvalue()


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(decrypt_everything())
