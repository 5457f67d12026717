"""Data subject requests, retention, deletion and letters about access."""
