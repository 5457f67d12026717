"""The embedded database, encrypted whole (SQLCipher): file, write-ahead log, temporary store."""
