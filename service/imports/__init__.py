"""Reading other people's files: encoding, form, columns and values. Knows no database and no user."""
