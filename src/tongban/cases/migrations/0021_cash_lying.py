"""Each close keeps which fees' cash stays, so that nothing older need be read (第七条)."""

from django.db import migrations, models

FORWARD = """
ALTER TABLE cases_cashclose DISABLE TRIGGER cash_close_is_history;
UPDATE cases_cashclose AS made SET lying = (
  SELECT coalesce(jsonb_agg(jsonb_build_object('payment', payment, 'fen', fen, 'since', since)
                            ORDER BY since), '[]')
  FROM (
    SELECT move.payment_id AS payment, sum(move.fen) AS fen, max(move.at) AS since
    FROM cases_cashmove AS move JOIN cases_cashclose AS before ON before.id = move.close_id
    WHERE before.unit = made.unit AND before.officer = made.officer AND before.day <= made.day
    GROUP BY move.payment_id HAVING sum(move.fen) <> 0
  ) AS found
);
ALTER TABLE cases_cashclose ENABLE TRIGGER cash_close_is_history;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_file_additions")]

    operations = [
        migrations.AddField(
            model_name="cashclose",
            name="lying",
            field=models.JSONField(default=list),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="cashclose",
            index=models.Index(
                condition=models.Q(("closing_fen", 0), _negated=True),
                fields=["unit", "officer", "day"],
                name="cash_close_with_cash",
            ),
        ),
    ]
