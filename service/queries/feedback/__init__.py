"""Feedback over many accounts at once: results, who is silent, and what drives promoters and detractors.

Answers are read as numbers, in one statement a table, and grouped with NumPy: no row becomes an object.
"""
