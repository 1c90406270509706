"""The rules of the closed loop, without a database: when a case is opened, whose it is, and by when it is due."""
