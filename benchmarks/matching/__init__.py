"""A register of made-up people: families from many naming cultures, written down as clerks do."""
