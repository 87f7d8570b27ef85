"""《居民身份证转交清单》 of a forwarded batch: printing counts, the PDF can be read again."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import Counted, count_print
from tongban.cases.queries.county_cards import BatchFile, CardRow, forward_due
from tongban.cases.queries.papers import printed
from tongban.desks.county.card_views import NO_BATCH, batch_of, keeper
from tongban.desks.shared.printing import origin_of, pdf, sheet_of
from tongban.documents.forms.batch import BatchRow, BatchSheet
from tongban.standards.id_number import mask

KIND = "BATCH_SHEET"


@require_POST
@keeper
def print_sheet(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Count the print, log it, lead to the paper."""
    _forwarded(request, batch_id)
    count_print(KIND, subject=batch_id, contents={}, actor=request.actor, at=request.at)
    record(
        What.PAPER_PRINTED,
        actor=request.actor,
        at=request.at,
        subject=batch_id,
        data={"kind": KIND},
    )
    return HttpResponseRedirect(reverse("county:batch-sheet", args=[batch_id]), status=303)


def _forwarded(request: ActorRequest, batch_id: UUID) -> BatchFile:
    batch = batch_of(request, batch_id)
    if batch.is_ours:
        raise NotFound(NO_BATCH)
    return batch


@require_safe
@keeper
def sheet(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """The sheet as PDF."""
    batch = _forwarded(request, batch_id)
    city = office().city
    station = city.require(batch.station)
    paper = _paper(batch_id)
    form = BatchSheet(
        sheet=sheet_of(
            paper,
            number=batch.number,
            unit=city.require(request.actor.unit).name,
            officer=request.actor.name,
            at=request.at,
            origin=origin_of(request),
        ),
        batch_number=batch.number,
        sender=city.require(request.actor.unit).name,
        receiver=station.name,
        forwarded_at=batch.sent_at,
        due_at=forward_due(batch_id),
        rows=tuple(_row(card) for card in batch.cards),
        received_count=batch.found,
        received_at=batch.received_at,
    )
    return pdf(form, paper=paper, name=batch.number)


def _paper(batch_id: UUID) -> Counted | None:
    """The sheet as it was printed last; None before the first print."""
    row = printed(batch_id).get(KIND)
    return Counted(row.paper_id, row.code, max(row.prints - 1, 0)) if row else None


def _row(card: CardRow) -> BatchRow:
    return BatchRow(
        case_number=card.case_number,
        name=card.name,
        id_number=mask(card.id_number),
        priority=card.priority.label,
        remark=card.serial,
    )
