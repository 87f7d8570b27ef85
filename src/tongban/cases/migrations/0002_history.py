"""History cannot be rewritten: triggers refuse changes to events and composed versions.

A composed version may still receive its signature, once; nothing else of it changes. Its pictures
are references: what is erased when their time is over is the picture, not the reference. The case's number, stream, reason and policy version never change.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION tongban_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history of % cannot be changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER event_is_history BEFORE UPDATE OR DELETE ON cases_event
  FOR EACH ROW EXECUTE FUNCTION tongban_refuse_change();

CREATE FUNCTION tongban_lock_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.case_id, NEW.n, NEW.composed_at, NEW.composed_by, NEW.text, NEW.record, NEW.verdict,
      NEW.comparison, NEW.evidence, NEW.guardian, NEW.photo, NEW.photo_report, NEW.fingers,
      NEW.live_photo)
     IS DISTINCT FROM
     (OLD.id, OLD.case_id, OLD.n, OLD.composed_at, OLD.composed_by, OLD.text, OLD.record, OLD.verdict,
      OLD.comparison, OLD.evidence, OLD.guardian, OLD.photo, OLD.photo_report, OLD.fingers,
      OLD.live_photo)
     OR (OLD.signed_at IS NOT NULL AND
         (NEW.signed_at, NEW.signature, NEW.signed_page, NEW.signer, NEW.signature_taken_by)
         IS DISTINCT FROM
         (OLD.signed_at, OLD.signature, OLD.signed_page, OLD.signer, OLD.signature_taken_by))
  THEN
    RAISE EXCEPTION 'a composed version is locked' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER version_is_locked BEFORE UPDATE ON cases_composedversion
  FOR EACH ROW EXECUTE FUNCTION tongban_lock_version();
CREATE TRIGGER version_is_kept BEFORE DELETE ON cases_composedversion
  FOR EACH ROW EXECUTE FUNCTION tongban_refuse_change();

CREATE FUNCTION tongban_fix_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.number, NEW.stream, NEW.category, NEW.policy_version, NEW.composed_at)
     IS DISTINCT FROM
     (OLD.id, OLD.number, OLD.stream, OLD.category, OLD.policy_version, OLD.composed_at)
     OR (OLD.signed_at IS NOT NULL AND NEW.reason <> OLD.reason)
  THEN
    RAISE EXCEPTION 'what identifies a case cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER case_keeps_identity BEFORE UPDATE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION tongban_fix_case();
CREATE TRIGGER case_is_kept BEFORE DELETE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION tongban_refuse_change();
"""

BACKWARD = """
DROP TRIGGER case_is_kept ON cases_case;
DROP TRIGGER case_keeps_identity ON cases_case;
DROP TRIGGER version_is_kept ON cases_composedversion;
DROP TRIGGER version_is_locked ON cases_composedversion;
DROP TRIGGER event_is_history ON cases_event;
DROP FUNCTION tongban_fix_case();
DROP FUNCTION tongban_lock_version();
DROP FUNCTION tongban_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers that keep history as it was."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
