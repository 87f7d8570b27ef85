"""People who do not exist, and the register that knows them: what several systems share."""
