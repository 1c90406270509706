"""Mails: what they say, how they look, and the way they take out of the house."""
