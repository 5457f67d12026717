"""The shapes in which HTCDS travels: CSV, the Excel template, a survey's export, JSON."""
