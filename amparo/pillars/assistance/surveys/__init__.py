"""How somebody fares after a return, asked in rounds and compared within one version."""
