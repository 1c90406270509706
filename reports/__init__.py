"""Reports: plain content in, PDF bytes out."""
