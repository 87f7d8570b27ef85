"""Where a reviewer stands in the queue: the part and the page, carried in every address."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from tongban.cases.queries.review_queue import EVERYTHING, Mark, Part
from tongban.policy.vocabulary import Category, Stream

REVIEWED = (Stream.INTERNAL, Stream.INCOMING)
"""The streams a home bureau reviews; outgoing cases are answered elsewhere (第九条)."""


@dataclass(frozen=True, slots=True)
class Place:
    """``part`` is what is listed; ``after`` None: the first page."""

    part: Part = EVERYTHING
    after: Mark | None = None

    @classmethod
    def of(cls, given: QueryDict) -> "Place":
        """Read from an address; what cannot be read counts as not given."""
        category, stream = given.get("c", ""), given.get("s", "")
        part = Part(
            stream=next((one for one in REVIEWED if one.value == stream), None),
            category=Category(category) if category in Category.__members__ else None,
        )
        return cls(part, Mark.read(given.get("after", "")))

    def at(self, after: Mark | None) -> "Place":
        """The same part on another page."""
        return replace(self, after=after)

    def case_url(self, case_id: UUID, **more: str | int) -> str:
        """The review page of a case, at this place."""
        return self._with_query(reverse("county:review-case", args=[case_id]), **more)

    def act_url(self, name: str, case_id: UUID) -> str:
        """Where an act on a case is posted."""
        return self._with_query(reverse(f"county:{name}", args=[case_id]))

    def list_url(self) -> str:
        """The queue, which leads to its first case."""
        return self._with_query(reverse("county:review"))

    def queue_url(self, case_id: UUID | None) -> str:
        """The queue alone, as a part of a page."""
        current = {"current": str(case_id)} if case_id else {}
        return self._with_query(reverse("county:review-queue"), **current)

    def _with_query(self, path: str, **more: str | int) -> str:
        query: dict[str, str | int] = {}
        if self.part.stream:
            query["s"] = self.part.stream.value
        if self.part.category:
            query["c"] = self.part.category.value
        if self.after:
            query["after"] = str(self.after)
        query |= more
        return f"{path}?{urlencode(query)}" if query else path
