"""The pages of the closed loop: cases by due time, one case, and root causes over all customers."""
