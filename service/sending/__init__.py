"""Who is asked when, and who is left alone: the rules of sending surveys, without database, clock or page."""
