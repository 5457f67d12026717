"""Pages of evidence: stored figures only; nothing is counted while somebody waits."""
