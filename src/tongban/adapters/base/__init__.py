"""What every adapter shares: timing, retry, signatures, logging and error kinds."""
