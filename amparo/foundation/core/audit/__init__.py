"""The audit log: entries, signed blocks of entries, witnesses, verification."""
