"""Feedback over all accounts: results, who is silent, and what drives promoters and detractors."""
