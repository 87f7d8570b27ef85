"""The audit log and its seals are only ever added to: a trigger refuses everything else."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION tongban_audit_is_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_row_is_kept BEFORE UPDATE OR DELETE ON audit_auditrow
  FOR EACH ROW EXECUTE FUNCTION tongban_audit_is_appended();
CREATE TRIGGER audit_seal_is_kept BEFORE UPDATE OR DELETE ON audit_auditseal
  FOR EACH ROW EXECUTE FUNCTION tongban_audit_is_appended();
"""

BACKWARD = """
DROP TRIGGER audit_seal_is_kept ON audit_auditseal;
DROP TRIGGER audit_row_is_kept ON audit_auditrow;
DROP FUNCTION tongban_audit_is_appended();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
