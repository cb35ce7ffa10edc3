"""Facts and looks stay: the database itself refuses to change or delete them (redaction and expiry apart)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION records_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a recorded event is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.kind, NEW.subject_id, NEW.actor_id, NEW.happened_at, NEW.instance_id)
       IS DISTINCT FROM (OLD.kind, OLD.subject_id, OLD.actor_id, OLD.happened_at, OLD.instance_id)
       OR NEW.redacted_at IS NULL THEN
        RAISE EXCEPTION 'a recorded event is only ever redacted' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE ON records_recordevent
    FOR EACH ROW EXECUTE FUNCTION records_event_stays();

CREATE FUNCTION records_look_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '2 years' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the access log is never changed and kept for two years' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER look_stays BEFORE UPDATE OR DELETE ON records_accesslogentry
    FOR EACH ROW EXECUTE FUNCTION records_look_stays();
"""

BACKWARD = """
DROP TRIGGER event_stays ON records_recordevent;
DROP FUNCTION records_event_stays();
DROP TRIGGER look_stays ON records_accesslogentry;
DROP FUNCTION records_look_stays();
"""


class Migration(migrations.Migration):
    """Triggers on the two append-only tables."""

    dependencies = [("records", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
