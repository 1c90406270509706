"""The pages of one account; each part of it in a file of its own, all in one blueprint."""
