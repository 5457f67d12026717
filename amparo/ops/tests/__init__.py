"""Tests of what operates an installation."""
