"""Pages of money: grants of a case, funds of an office, and the rates between currencies."""
