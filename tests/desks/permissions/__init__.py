"""Who may open which address: one module of rows per desk, each with ``ROWS``."""
