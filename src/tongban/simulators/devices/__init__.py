"""The devices at a desk: card reader, fingerprint collector, camera."""
