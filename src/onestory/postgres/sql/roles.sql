-- Onestory's roles. For a superuser, in any database of the server; may be run again at any time.
-- It sets no passwords: in psql, \password onestory_owner (and _app, _backup, _insight) sends only a verifier.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['onestory_owner', 'onestory_app', 'onestory_rls', 'onestory_backup', 'onestory_insight',
            'onestory_sealer', 'onestory_queue'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I', name);
        END IF;
    END LOOP;
END $$;

-- Owns the database, the schema and the tables; runs migrations. Row-level security binds it too.
ALTER ROLE onestory_owner   LOGIN   INHERIT NOBYPASSRLS NOCREATEDB NOCREATEROLE;
-- The web and worker processes. Owns nothing.
ALTER ROLE onestory_app     LOGIN   INHERIT NOBYPASSRLS NOCREATEDB NOCREATEROLE;
-- Owns the few security-definer functions that must see past row-level security. Nobody logs in as it.
ALTER ROLE onestory_rls     NOLOGIN INHERIT BYPASSRLS   NOCREATEDB NOCREATEROLE;
-- pg_dump: reads everything, writes nothing.
ALTER ROLE onestory_backup  LOGIN   INHERIT BYPASSRLS   NOCREATEDB NOCREATEROLE;
-- Insight. No right on any case table.
ALTER ROLE onestory_insight LOGIN   INHERIT NOBYPASSRLS NOCREATEDB NOCREATEROLE;
-- Seals the audit, and checks it. No right on any table: only a few functions, which no other role may call.
ALTER ROLE onestory_sealer  LOGIN   INHERIT NOBYPASSRLS NOCREATEDB NOCREATEROLE;
-- The worker's hold on its queue: what waits, and what was done. No right on any other table.
ALTER ROLE onestory_queue   LOGIN   INHERIT NOBYPASSRLS NOCREATEDB NOCREATEROLE;

GRANT pg_read_all_data TO onestory_backup;

-- Migrations give functions to onestory_rls and later replace them, which only a member who inherits may do.
-- BYPASSRLS is an attribute, and attributes are never inherited: the owner stays bound.
GRANT onestory_rls TO onestory_owner;

-- The text of an error can quote what somebody typed about a family. The application hears it; the server's log
-- need not. Where the host does not allow this setting, keep the server's log as closed as the record itself.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['onestory_owner', 'onestory_app', 'onestory_backup', 'onestory_insight',
            'onestory_sealer', 'onestory_queue'] LOOP
        EXECUTE format('ALTER ROLE %I SET log_min_messages = log', name);
    END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE WARNING 'log_min_messages could not be set: errors in the server''s log may quote personal data';
END $$;
