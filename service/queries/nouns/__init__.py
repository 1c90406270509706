"""How each noun is listed: its fields, filters and orders, and who sees which rows."""
