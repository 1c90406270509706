"""The typeface of the reports: built once at set-up, registered once per process."""
