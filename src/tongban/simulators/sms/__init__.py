"""The SMS gateway, simulated: an outbox that anyone can look into, and delivery reports."""
