"""Every paper gets the code by which the public page finds it, and what stood on the sheet."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import tongban.standards.check_code
from tongban.standards.check_code import new_code


def give_codes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Papers printed before get a code too: their next print bears it."""
    paper = apps.get_model("cases", "Paper")
    rows = paper.objects.filter(code=None).only("id")
    for row in rows.iterator(chunk_size=2000):
        paper.objects.filter(id=row.id).update(code=new_code())


class Migration(migrations.Migration):
    atomic = True
    dependencies = [("cases", "0008_inquiries")]

    operations = [
        migrations.AddField(
            "paper", "code", models.CharField(max_length=12, null=True, db_collation="C")
        ),
        migrations.AddField(
            "paper", "title", models.CharField(blank=True, max_length=60, default="")
        ),
        migrations.AddField(
            "paper", "number", models.CharField(blank=True, max_length=60, default="")
        ),
        migrations.AddField(
            "paper", "unit_name", models.CharField(blank=True, max_length=60, default="")
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        # Rows written in this transaction leave work for its end, which a table cannot be altered with.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            "paper",
            "code",
            models.CharField(
                db_collation="C",
                default=tongban.standards.check_code.new_code,
                max_length=12,
                unique=True,
            ),
        ),
    ]
