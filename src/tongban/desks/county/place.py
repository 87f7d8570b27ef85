"""Where a reviewer stands in the queue: the filter and the page, carried in every address."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from tongban.cases.queries.review_queue import Mark
from tongban.policy.vocabulary import Category


@dataclass(frozen=True, slots=True)
class Place:
    """``category`` None: all; ``after`` None: the first page."""

    category: Category | None = None
    after: Mark | None = None

    @classmethod
    def of(cls, given: QueryDict) -> "Place":
        """Read from an address; what cannot be read counts as not given."""
        word = given.get("c", "")
        category = Category(word) if word in Category.__members__ else None
        return cls(category, Mark.read(given.get("after", "")))

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
        if self.category:
            query["c"] = self.category.value
        if self.after:
            query["after"] = str(self.after)
        query |= more
        return f"{path}?{urlencode(query)}" if query else path
