"""Papers found later are added to a file: never changed, and kept with it as long as it is (第八条)."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

PICTURE = """
CREATE OR REPLACE FUNCTION tongban_file_picture_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM cases_fileseal
    WHERE refs ? encode(OLD.digest, 'hex') AND keep_until > now()
  )%s THEN
    RAISE EXCEPTION 'a picture belongs to a sealed file' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
OF_ADDITIONS = """ OR EXISTS (
    SELECT 1 FROM cases_fileaddition a JOIN cases_fileseal s ON s.case_id = a.case_id
    WHERE a.pages ? encode(OLD.digest, 'hex') AND s.keep_until > now()
  )"""

FORWARD = (
    """
CREATE FUNCTION tongban_addition_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was added to a file is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER addition_never_changes BEFORE UPDATE ON cases_fileaddition
  FOR EACH ROW EXECUTE FUNCTION tongban_addition_never_changes();
CREATE TRIGGER file_keeps_addition BEFORE DELETE ON cases_fileaddition
  FOR EACH ROW EXECUTE FUNCTION tongban_file_row_is_kept();
"""
    + PICTURE % OF_ADDITIONS
)

BACKWARD = (
    PICTURE % ""
    + """
DROP TRIGGER file_keeps_addition ON cases_fileaddition;
DROP TRIGGER addition_never_changes ON cases_fileaddition;
DROP FUNCTION tongban_addition_never_changes();
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0019_unwanted_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileAddition",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("FORM", "签名的登记表"),
                            ("EVIDENCE", "受理凭证复印件（或书面承诺）"),
                            ("RECEIPT", "财政票据"),
                            ("HAND_OVER", "签名的发放签收单"),
                            ("OLD_CARD", "旧证收回"),
                            ("TEMPORARY", "临时居民身份证收回"),
                            ("WITHDRAWAL", "签名的撤回申请"),
                            ("DELIVERY", "邮政妥投记录"),
                            ("NOTICE", "结束通知"),
                        ],
                        max_length=12,
                    ),
                ),
                ("pages", models.JSONField()),
                ("words", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.UUIDField()),
                ("follows", models.BinaryField(max_length=32)),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="additions",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["pages"], name="file_addition_pages"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "part"), name="file_addition_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pages", []), _negated=True),
                            models.Q(("words", ""), _negated=True),
                        ),
                        name="file_addition_with_pages_and_words",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
