-- Who may enter this database, and where names are looked for. Run inside the database, after roles.sql; may be run again.
-- A copy made with CREATE DATABASE ... TEMPLATE, and a restored dump, have none of this until it is run in them.

DO $$
DECLARE
    here text := current_database();
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', here);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO onestory_app, onestory_backup, onestory_insight, onestory_sealer, onestory_queue', here);
    EXECUTE format('ALTER DATABASE %I SET search_path = public, extensions', here);
END $$;
