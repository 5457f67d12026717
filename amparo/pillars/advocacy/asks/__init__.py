"""Advocacy asks: what duty bearers are asked for, on which evidence, and what came of it."""
