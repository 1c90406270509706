"""How each kind of imported row is checked against the records and written; the verbs stand one level up."""
