"""What every simulator shares: a ledger, its web application, faults and callbacks."""
