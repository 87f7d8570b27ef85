"""Messages from upstream systems: signed, so that nobody signs in for them."""

from tests.desks.permissions.model import Open

OPEN = [Open("inbound:receive", "each message carries the signature of its system")]
