"""The rulebook read aloud: who may do what to which records, for the table in docs/access.md."""
