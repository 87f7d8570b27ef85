"""What a database was made as never changes: a demonstration never becomes the real thing.

Only the moment at which the first start was finished may be added, once.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION tongban_keep_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
     OR (NEW.id, NEW.is_demo, NEW.made_at) IS DISTINCT FROM (OLD.id, OLD.is_demo, OLD.made_at)
     OR (OLD.ready_at IS NOT NULL AND NEW.ready_at IS DISTINCT FROM OLD.ready_at)
  THEN
    RAISE EXCEPTION 'what this database was made as cannot be changed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER installation_is_stamped BEFORE UPDATE OR DELETE ON accounts_installation
  FOR EACH ROW EXECUTE FUNCTION tongban_keep_stamp();
"""

BACKWARD = """
DROP TRIGGER installation_is_stamped ON accounts_installation;
DROP FUNCTION tongban_keep_stamp();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
