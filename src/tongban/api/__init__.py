"""The HTTP API: the rules, asked from outside by other systems of the police."""
