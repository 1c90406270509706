"""What leaves the service as files for spreadsheets and other programs."""
