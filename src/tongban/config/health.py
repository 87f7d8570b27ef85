"""`/healthz` and `/readyz`: whether the process lives, and whether it can serve."""

from datetime import timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse

from tongban.jobs.models import Heartbeat
from tongban.standards.clock import Clock, SystemClock

WORKER = "worker"
WORKER_SILENT_AFTER = timedelta(seconds=60)


def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


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
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return _shipped_migrations() <= applied


@cache
def _shipped_migrations() -> frozenset[tuple[str, str]]:
    # Read from the disk once: the code does not change under a running process.
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset((str(app), str(name)) for app, name in loader.disk_migrations)
