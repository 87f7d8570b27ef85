"""《居民身份证转交清单》 of a forwarded batch: printing counts, the PDF can be read again."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.installation import is_demo
from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import count_print
from tongban.cases.queries.county_cards import BatchFile, CardRow, forward_due, prints
from tongban.desks.county.card_views import NO_BATCH, batch_of, keeper
from tongban.documents.forms.batch import BatchRow, BatchSheet
from tongban.documents.forms.sheet import Sheet
from tongban.documents.render import render
from tongban.standards.id_number import mask

KIND = "BATCH_SHEET"
_PDF_SECURITY = "default-src 'self'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self'"


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
    if batch.is_from_centre:
        raise NotFound(NO_BATCH)
    return batch


@require_safe
@keeper
def sheet(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """The sheet as PDF."""
    batch = _forwarded(request, batch_id)
    city = office().city
    station = city.require(batch.station)
    form = BatchSheet(
        sheet=Sheet(
            number=batch.number,
            unit=city.require(request.actor.unit).name,
            officer=request.actor.name,
            printed_at=request.at,
            reprint=max(prints(batch_id, kind=KIND) - 1, 0),
            is_demo=is_demo(),
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
    answer = HttpResponse(render(form), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{batch.number}.pdf"'
    answer.headers["Content-Security-Policy"] = _PDF_SECURITY
    return answer


def _row(card: CardRow) -> BatchRow:
    return BatchRow(
        case_number=card.case_number,
        name=card.name,
        id_number=mask(card.id_number),
        priority=card.priority.label,
        remark=card.serial,
    )
