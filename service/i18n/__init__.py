"""Languages: which there are, the words of stored values in them, and the catalogues."""
