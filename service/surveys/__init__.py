"""What a survey is, apart from databases and pages: questions, who is asked what, and which answers are acceptable."""
