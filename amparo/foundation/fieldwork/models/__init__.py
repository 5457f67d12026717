"""What fieldwork keeps."""

from .forms import Form, FormVersion

__all__ = ["Form", "FormVersion"]
