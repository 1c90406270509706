"""The renewal-risk report of one account."""
