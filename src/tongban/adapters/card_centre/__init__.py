"""Orders to the province's card centre over the signed wire."""
