"""Standards: who endorsed and who adopted a text, and which guidance stands beside a step."""
