"""One index of the history instead of two: its key begins with the family, as every reader asks; figures need none."""

from django.db import migrations

FORWARD = """
ALTER TABLE engine_instanceevent DROP CONSTRAINT engine_instanceevent_pkey;
ALTER TABLE engine_instanceevent ADD PRIMARY KEY (root_id, id, at);
DROP INDEX engine_instanceevent_root;
ALTER TABLE engine_stepdelta DROP CONSTRAINT engine_stepdelta_pkey;
"""
BACK = """
ALTER TABLE engine_stepdelta ADD PRIMARY KEY (id);
CREATE INDEX engine_instanceevent_root ON engine_instanceevent (root_id, id);
ALTER TABLE engine_instanceevent DROP CONSTRAINT engine_instanceevent_pkey;
ALTER TABLE engine_instanceevent ADD PRIMARY KEY (at, id);
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0008_jobs")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
