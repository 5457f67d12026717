"""Fixtures, sample records and machinery that tests of the whole product share."""
