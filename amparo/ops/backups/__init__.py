"""Copies of the house that open only for whom they are meant: taken, brought back, tried."""
