"""Row-level security: PostgreSQL itself shows a user only what the permission rules say.

The queries already ask `open_to`. Should one forget, the rows of the files still do not come:
every table about people has a row-level policy, made from the same rule.
"""
