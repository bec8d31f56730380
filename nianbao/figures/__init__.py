"""Document → facts and the numeral ledger: every numeral gets a kind, every result its meaning, nothing is dropped."""
