"""Reminders of dialogue: of commitments, of papers and actions of meetings. Each once."""
