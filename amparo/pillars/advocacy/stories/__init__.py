"""Stories: what people told for others to read or see, as far and as long as they consent."""
