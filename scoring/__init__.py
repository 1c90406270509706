"""The pure core: what the numbers mean. See ``README.md`` beside this file for its charter."""
