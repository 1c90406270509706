"""The service: pages, API, commands and jobs over one set of operations and queries."""
