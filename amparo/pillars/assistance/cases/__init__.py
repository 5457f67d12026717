"""The case: its record, who may open it, its tasks, notes, attachments and closure."""
