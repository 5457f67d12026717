"""Promises of comparing, told with answers and no people."""
