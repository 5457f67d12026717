"""Measures of what is promised: process kills, hostile input, leaks, durations."""
