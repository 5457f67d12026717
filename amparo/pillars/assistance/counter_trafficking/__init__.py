"""Coming out of exploitation: signs, a human determination, time to recover, safety."""
