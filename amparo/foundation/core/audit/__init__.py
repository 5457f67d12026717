"""The audit log: entries, signed blocks, witnesses, verification."""
