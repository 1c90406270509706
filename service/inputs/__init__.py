"""What may be written about each noun: typed, bounded, and nothing else; shared by the API, pages and operations."""
