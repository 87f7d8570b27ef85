"""The post, simulated: parcels of the card centre on their way, delivered, sent back or lost."""
