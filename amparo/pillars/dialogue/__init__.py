"""Dialogue: States, partners and migrants meet, and what they promise is kept track of."""
