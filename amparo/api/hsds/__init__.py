"""The read API of the open directory (HSDS 3)."""
