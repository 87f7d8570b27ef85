"""What every press of a button costs: one module of rows per desk, each with ``PRESSES``."""
