"""The national credit exchange, simulated: a list of records and its numbered pushes."""
