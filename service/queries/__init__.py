"""The read side: typed rows, frames and graphs. Who may see what is applied here, once."""
