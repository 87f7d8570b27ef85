"""The province's card centre, simulated: makes cards, packs batches, and errs on request."""
