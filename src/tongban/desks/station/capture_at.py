"""Where a returned case is captured anew: at the station that accepted it, or at a nearer one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from tongban.accounts.requests import ActorRequest
from tongban.procedure.acts import Act
from tongban.procedure.standing import CaseStanding


class Capturing(Protocol):
    """A case that is captured anew, with what the officer has begun."""

    @property
    def standing(self) -> CaseStanding:
        """How it stands."""

    @property
    def id_number(self) -> str:
        """Whom the devices expect."""

    @property
    def drafts(self) -> Mapping[str, Mapping[str, str]]:
        """What was captured and not sent yet, by part."""


@dataclass(frozen=True, slots=True)
class CaptureUrls:
    """The addresses of the captures of one case; ``prefix`` is the first part of their names."""

    case_id: UUID
    prefix: str = "return"

    def of(self, name: str, *more: str) -> str:
        """Return the address of one capture."""
        return reverse(f"station:{self.prefix}-{name}", args=[self.case_id, *more])

    @property
    def page(self) -> str:
        """The page on which they stand."""
        return reverse(f"station:{self.prefix}", args=[self.case_id])


@dataclass(frozen=True, slots=True)
class CaptureAt:
    """One of the two places: its act, how the case is read there, how its page is shown again."""

    prefix: str
    act: Act
    file_of: Callable[[ActorRequest, UUID], Capturing]
    again: Callable[..., HttpResponse]
    """Called with the request, the case's id, and ``part``, ``errors``, ``problems``, ``status``."""
