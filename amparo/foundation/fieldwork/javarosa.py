"""JavaRosa, the engine inside ODK Collect, asked whether it takes a form.

pyxform brings it along; it runs where Java is, and where it is not nobody is held up.
"""

import shutil
import tempfile
from pathlib import Path

from pyxform.validators import odk_validate


def is_here() -> bool:
    return shutil.which("java") is not None


def faults(xform: str) -> list[str]:
    """What it says against the form; nothing where it takes it. Some seconds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.xml"
        file.write_text(xform, encoding="utf-8")
        try:
            odk_validate.check_xform(str(file))
        except odk_validate.ODKValidateError as reason:
            said = " ".join(str(reason).replace(folder, "").split())
            return [said.removeprefix("ODK Validate Errors:").strip() or "?"]
    return []
