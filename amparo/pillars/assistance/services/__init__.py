"""Services provided to people of a case, with their receipts and costs."""
