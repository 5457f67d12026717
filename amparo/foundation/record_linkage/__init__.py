"""Linking: two organizations learn whom both know, and neither learns of anybody else."""
