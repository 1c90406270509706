"""Many accounts read as arrays for the nightly run: one statement a table, numbers only, no objects.

What is read, and how it is read into chains and facts of health, is the same as for one account
(:mod:`service.queries.chain_reading`, :mod:`service.queries.health_records`); tests hold the two to each other.
"""
