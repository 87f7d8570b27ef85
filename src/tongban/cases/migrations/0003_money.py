"""What was counted, settled or closed of the money stays as it is (第七条)."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER cash_close_is_history BEFORE UPDATE OR DELETE ON cases_cashclose
  FOR EACH ROW EXECUTE FUNCTION tongban_refuse_change();
CREATE TRIGGER stock_receipt_is_history BEFORE UPDATE OR DELETE ON cases_stockreceipt
  FOR EACH ROW EXECUTE FUNCTION tongban_refuse_change();
CREATE TRIGGER cash_move_is_kept BEFORE DELETE ON cases_cashmove
  FOR EACH ROW EXECUTE FUNCTION tongban_refuse_change();
CREATE TRIGGER difference_is_kept BEFORE DELETE ON cases_moneydifference
  FOR EACH ROW EXECUTE FUNCTION tongban_refuse_change();

CREATE FUNCTION tongban_count_move_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.close_id IS NOT NULL
     OR to_jsonb(NEW) - 'close_id' <> to_jsonb(OLD) - 'close_id'
  THEN
    RAISE EXCEPTION 'a movement of cash cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cash_move_is_counted_once BEFORE UPDATE ON cases_cashmove
  FOR EACH ROW EXECUTE FUNCTION tongban_count_move_once();

CREATE FUNCTION tongban_settle_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.settled_at IS NOT NULL THEN
    RAISE EXCEPTION 'a settled difference cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER difference_is_settled_once BEFORE UPDATE ON cases_moneydifference
  FOR EACH ROW EXECUTE FUNCTION tongban_settle_once();
"""

BACKWARD = """
DROP TRIGGER difference_is_settled_once ON cases_moneydifference;
DROP TRIGGER cash_move_is_counted_once ON cases_cashmove;
DROP TRIGGER difference_is_kept ON cases_moneydifference;
DROP TRIGGER cash_move_is_kept ON cases_cashmove;
DROP TRIGGER stock_receipt_is_history ON cases_stockreceipt;
DROP TRIGGER cash_close_is_history ON cases_cashclose;
DROP FUNCTION tongban_settle_once();
DROP FUNCTION tongban_count_move_once();
"""


class Migration(migrations.Migration):
    """Triggers that keep the movements of cash, the closes and the differences."""

    dependencies = [("cases", "0002_history")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
