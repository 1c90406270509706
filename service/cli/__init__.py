"""The command line: click commands that call the same operations and queries as the pages and the API."""
