"""Search for persons by keyed tokens: the index, the query, the candidates, the result."""
