"""Pages of the chain: a region, one pattern, what a record rests on, where the chain breaks."""
