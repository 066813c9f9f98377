-- What is inside this database before the first migration. Run inside it, after database.sql; may be run again.

CREATE SCHEMA IF NOT EXISTS extensions;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_trgm       SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS unaccent      SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS btree_gin     SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS btree_gist    SCHEMA extensions;

ALTER SCHEMA public OWNER TO onestory_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO onestory_app, onestory_rls, onestory_backup, onestory_queue;

-- What other sessions are asking holds names and numbers as somebody typed them. Monitoring still reads it.
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_stat_get_backend_activity(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_stat_get_backend_activity(integer)
    TO pg_read_all_stats;

-- A block of statements may catch its own error: it would keep what it read, and undo the alert and the count of it.
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO onestory_owner, onestory_rls;
-- A lock that a session keeps outlives the page that took it, and would hold up the sealer and the watches. Ours end with
-- their transaction.
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_advisory_lock(bigint), pg_catalog.pg_advisory_lock(integer, integer),
    pg_catalog.pg_try_advisory_lock(bigint), pg_catalog.pg_try_advisory_lock(integer, integer),
    pg_catalog.pg_advisory_lock_shared(bigint), pg_catalog.pg_advisory_lock_shared(integer, integer),
    pg_catalog.pg_try_advisory_lock_shared(bigint), pg_catalog.pg_try_advisory_lock_shared(integer, integer) FROM PUBLIC;
-- Every page and the worker are one role here, and none has business ending another.
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_terminate_backend(integer, bigint), pg_catalog.pg_cancel_backend(integer) FROM PUBLIC;

-- What a migration makes, from then on. Never TRUNCATE (it passes by triggers and row-level security), REFERENCES or
-- TRIGGER. Execution is taken from PUBLIC everywhere, because a schema's own default cannot take it away.
ALTER DEFAULT PRIVILEGES FOR ROLE onestory_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE onestory_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO onestory_app, onestory_rls;
ALTER DEFAULT PRIVILEGES FOR ROLE onestory_owner IN SCHEMA public
    GRANT USAGE ON SEQUENCES TO onestory_app, onestory_rls;
ALTER DEFAULT PRIVILEGES FOR ROLE onestory_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO onestory_app, onestory_rls;
