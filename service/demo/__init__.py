"""The demo company: a made-up seller, its customers, and two years of what happened between them.

Everything follows from a seed: the same seed, number of accounts and day give the same rows. What happens to an
account is decided first (``story.py``) and the data are then made from it, months of signals before each loss, so
that tests know why every account was lost. Nothing here reads a clock or a database; ``load_demo`` writes the rows.
All names are invented and all addresses end in ``.example``, which nobody can own (RFC 2606).
"""
