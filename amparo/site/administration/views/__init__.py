"""Views of administrators and auditors."""
