"""How fast the nightly work is, measured against the obvious way to do it in the same run."""
