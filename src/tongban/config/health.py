"""`/healthz` and `/readyz`: whether the process lives, and whether it can serve."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from tongban.accounts.requests import sign_in_not_required
from tongban.cli.database_state import shipped_migrations
from tongban.jobs.models import Heartbeat
from tongban.standards.clock import Clock, SystemClock

WORKER = "worker"
WORKER_SILENT_AFTER = timedelta(seconds=60)


@sign_in_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@sign_in_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and worker are in order; else 503 naming what is not."""
    found = problems(clock=SystemClock())
    if found:
        return JsonResponse({"status": "unavailable", "problems": found}, status=503)
    return JsonResponse({"status": "ok"})


def problems(*, clock: Clock) -> dict[str, str]:
    """What stands in the way of serving, by part; empty when nothing does."""
    try:
        if not _migrated():
            return {"migrations": "not applied"}
        beat = Heartbeat.objects.filter(name=WORKER).values_list("at", flat=True).first()
    except DatabaseError:
        return {"database": "does not answer"}
    if beat is None:
        return {"worker": "has not reported yet"}
    if clock.now() - beat > WORKER_SILENT_AFTER:
        return {"worker": "is silent"}
    return {}


def _migrated() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations')")
        if cursor.fetchone() == (None,):
            return False
        cursor.execute("SELECT app, name FROM django_migrations")
        return shipped_migrations() <= set(cursor.fetchall())
