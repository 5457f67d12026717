"""The open directory for other directories: the read API of HSDS 3, for everybody."""
