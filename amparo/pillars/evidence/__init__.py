"""Evidence: what we do and see becomes numbers and lessons that identify nobody."""
