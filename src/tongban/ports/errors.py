"""What can go wrong when another system is asked something.

Callers decide by kind: `Unreachable` certainly had no effect, `TimedOut` may have had one
(ask again with the same reference), `Rejected` will not change by asking again, `BadAnswer`
needs a technician.
"""


class UpstreamError(Exception):
    """Base of every failure of an upstream system; never carries personal data."""

    def __init__(self, system: str, detail: str) -> None:
        super().__init__(f"{system}: {detail}")
        self.system = system
        self.detail = detail


class Unreachable(UpstreamError):
    """No connection, or the system said it is down (503); the call had no effect."""


class TimedOut(UpstreamError):
    """Connected but no answer in time; the call may or may not have had its effect."""


class Rejected(UpstreamError):
    """The system understood the message and refused it; `code` is stable, `message` Chinese."""

    def __init__(self, system: str, code: str, message: str) -> None:
        super().__init__(system, code)
        self.code = code
        self.message = message


class BadAnswer(UpstreamError):
    """The answer is not what the contract says, or its signature is wrong."""


class BadSignature(Exception):
    """A message is unsigned, signed with another key, altered, or too old."""
