"""Pictures of cases and intakes: only to who may see the case, every view logged, never cached."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.blobs import store
from tongban.blobs.errors import BlobDamaged, BlobErased, BlobUnknown
from tongban.cases.queries.pictures import PictureRef, case_picture, intake_picture
from tongban.ports.errors import UpstreamError
from tongban.ports.registry import get_ports, register_port

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/svg+xml", "application/pdf"})


def picture_url(case_id: UUID, version: int, which: str) -> str:
    """The address of a picture of a composed version; names as in ``queries.pictures``."""
    return reverse("shared:case-picture", args=[case_id, version, which])


def intake_picture_url(intake_id: UUID, which: str) -> str:
    """The address of a picture of an intake."""
    return reverse("shared:intake-picture", args=[intake_id, which])


@require_safe
def of_case(request: ActorRequest, case_id: UUID, version: int, which: str) -> HttpResponse:
    """A picture of a composed version."""
    found = case_picture(request.actor, case_id=case_id, version=version, which=which)
    return answer_picture(request, found, subject=case_id, which=f"{version}/{which}")


@require_safe
def of_intake(request: ActorRequest, intake_id: UUID, which: str) -> HttpResponse:
    """A picture of an intake."""
    found = intake_picture(request.actor, intake_id=intake_id, which=which)
    return answer_picture(request, found, subject=intake_id, which=which)


def answer_picture(
    request: ActorRequest, found: PictureRef | None, *, subject: UUID, which: str
) -> HttpResponse:
    """A picture that was found, or none (404); every view is logged."""
    if found is None:
        raise Http404
    given = _from_register(request, found) if found.photo_ref else _from_blob(found.blob)
    return _viewed(request, given, subject=subject, which=which)


def show_blob(request: ActorRequest, ref: str, *, subject: UUID, which: str) -> HttpResponse:
    """A stored scan of an intake or a case that the officer may see; the view is logged."""
    return _viewed(request, _from_blob(ref), subject=subject, which=which)


def _viewed(
    request: ActorRequest, given: HttpResponse, *, subject: UUID, which: str
) -> HttpResponse:
    record(
        What.PICTURE_VIEWED,
        actor=request.actor,
        at=request.at,
        subject=subject,
        data={"which": which},
    )
    given.headers["Cache-Control"] = "no-store"
    return given


def _from_blob(ref: str) -> HttpResponse:
    try:
        blob = store.get(ref)
    except BlobUnknown:
        raise Http404 from None
    except BlobErased:
        return _instead("保存期满，已经删除")
    except BlobDamaged:
        return _instead("图像损坏，请联系系统管理员")
    if blob.media_type not in SHOWN:
        raise Http404
    return HttpResponse(blob.content, content_type=blob.media_type)


def _from_register(request: ActorRequest, found: PictureRef) -> HttpResponse:
    register = register_port(found.register, ports=get_ports())
    try:
        photo = register.photo(found.photo_ref, at=request.at)
    except UpstreamError:
        return _instead("人口系统暂时不通", "照片没有取到，稍后再看")
    if photo is None:
        return _instead("人口库没有照片")
    return HttpResponse(photo.jpeg, content_type="image/jpeg")


def _instead(first: str, second: str = "") -> HttpResponse:
    """A picture that says why there is none: a broken image would say nothing."""
    drawn = render_to_string("shared/no_picture.svg", {"first": first, "second": second})
    return HttpResponse(drawn, content_type="image/svg+xml")
