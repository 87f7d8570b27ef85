"""The regulation as code: pure rules over frozen facts, every number a dated term."""
