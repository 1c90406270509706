"""What happens by itself: a scheduler that only enqueues, and a worker that does one run at a time."""
