"""The other side of each upstream system, on the same wire, for demos, tests and training."""
