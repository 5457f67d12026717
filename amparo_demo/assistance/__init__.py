"""Demo of assistance: hand-written stories and generated cases."""
