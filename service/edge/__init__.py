"""What pages and API share about a request: its session, its principal, its permit, its errors, its traces."""
