"""The triggers that keep a file: nothing of it is destroyed before its time (第八条).

A guard against deleting has to trust the database's own clock: whoever deletes could pass any time.
Papers found later are added to a file: never changed, and kept with it as long as it is.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION tongban_seal_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ended timestamptz;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT ended_at INTO ended FROM cases_case WHERE id = NEW.case_id;
    IF ended IS NULL OR NEW.keep_until < ended + interval '5 years' THEN
      RAISE EXCEPTION 'a file is kept for five years from the ending at least'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE' THEN
    IF NEW.keep_until < OLD.keep_until
       OR (NEW.id, NEW.case_id, NEW.sealed_at, NEW.sealed_by, NEW.entries, NEW.refs, NEW.missing,
           NEW.digest)
          IS DISTINCT FROM
          (OLD.id, OLD.case_id, OLD.sealed_at, OLD.sealed_by, OLD.entries, OLD.refs, OLD.missing,
           OLD.digest)
    THEN
      RAISE EXCEPTION 'the seal of a file is never changed, its time only lengthened'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.keep_until > now() THEN
    RAISE EXCEPTION 'the seal of a file is kept until %', OLD.keep_until
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER seal_is_kept BEFORE INSERT OR UPDATE OR DELETE ON cases_fileseal
  FOR EACH ROW EXECUTE FUNCTION tongban_seal_is_kept();

CREATE FUNCTION tongban_file_row_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases_fileseal WHERE case_id = OLD.case_id AND keep_until > now()) THEN
    RAISE EXCEPTION 'a row of % belongs to a sealed file', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER file_keeps_payment BEFORE DELETE ON cases_payment
  FOR EACH ROW EXECUTE FUNCTION tongban_file_row_is_kept();
CREATE TRIGGER file_keeps_card BEFORE DELETE ON cases_card
  FOR EACH ROW EXECUTE FUNCTION tongban_file_row_is_kept();
CREATE TRIGGER file_keeps_temporary BEFORE DELETE ON cases_temporarydocument
  FOR EACH ROW EXECUTE FUNCTION tongban_file_row_is_kept();
CREATE TRIGGER file_keeps_intake BEFORE DELETE ON cases_intake
  FOR EACH ROW WHEN (OLD.case_id IS NOT NULL) EXECUTE FUNCTION tongban_file_row_is_kept();

CREATE FUNCTION tongban_file_paper_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM cases_fileseal s WHERE s.keep_until > now() AND (
      s.case_id = OLD.subject
      OR s.case_id = (SELECT case_id FROM cases_intake WHERE id = OLD.subject)
      OR s.case_id = (SELECT case_id FROM cases_temporarydocument WHERE id = OLD.subject)
    )
  ) THEN
    RAISE EXCEPTION 'a paper belongs to a sealed file' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER file_keeps_paper BEFORE DELETE ON cases_paper
  FOR EACH ROW EXECUTE FUNCTION tongban_file_paper_is_kept();

CREATE FUNCTION tongban_file_picture_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM cases_fileseal
    WHERE refs ? encode(OLD.digest, 'hex') AND keep_until > now()
  ) OR EXISTS (
    SELECT 1 FROM cases_fileaddition a JOIN cases_fileseal s ON s.case_id = a.case_id
    WHERE a.pages ? encode(OLD.digest, 'hex') AND s.keep_until > now()
  ) THEN
    RAISE EXCEPTION 'a picture belongs to a sealed file' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER file_keeps_picture BEFORE DELETE ON blobs_blob
  FOR EACH ROW EXECUTE FUNCTION tongban_file_picture_is_kept();
CREATE TRIGGER file_keeps_content BEFORE UPDATE ON blobs_blob
  FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL)
  EXECUTE FUNCTION tongban_file_picture_is_kept();

CREATE FUNCTION tongban_addition_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was added to a file is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER addition_never_changes BEFORE UPDATE ON cases_fileaddition
  FOR EACH ROW EXECUTE FUNCTION tongban_addition_never_changes();
CREATE TRIGGER file_keeps_addition BEFORE DELETE ON cases_fileaddition
  FOR EACH ROW EXECUTE FUNCTION tongban_file_row_is_kept();
"""

BACKWARD = """
DROP TRIGGER file_keeps_addition ON cases_fileaddition;
DROP TRIGGER addition_never_changes ON cases_fileaddition;
DROP FUNCTION tongban_addition_never_changes();
DROP TRIGGER file_keeps_content ON blobs_blob;
DROP TRIGGER file_keeps_picture ON blobs_blob;
DROP TRIGGER file_keeps_paper ON cases_paper;
DROP TRIGGER file_keeps_intake ON cases_intake;
DROP TRIGGER file_keeps_temporary ON cases_temporarydocument;
DROP TRIGGER file_keeps_card ON cases_card;
DROP TRIGGER file_keeps_payment ON cases_payment;
DROP TRIGGER seal_is_kept ON cases_fileseal;
DROP FUNCTION tongban_file_picture_is_kept();
DROP FUNCTION tongban_file_paper_is_kept();
DROP FUNCTION tongban_file_row_is_kept();
DROP FUNCTION tongban_seal_is_kept();
"""


class Migration(migrations.Migration):
    """Triggers that keep sealed files whole."""

    dependencies = [("cases", "0003_money"), ("blobs", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
