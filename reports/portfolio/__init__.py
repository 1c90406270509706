"""The monthly report on a portfolio, for leadership."""
