"""What the systems share through which bureaus of other cities and this one answer each other."""
