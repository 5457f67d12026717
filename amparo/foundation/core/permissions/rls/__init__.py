"""Row-level security: PostgreSQL shows a connection only the rows that the permission rules allow.

Application queries already call `accessible_to`. The policies are the second check: a query that
forgets it still returns no row about a person. Each table with such rows has one policy, compiled
from the same rule.
"""
