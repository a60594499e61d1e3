-- The roles of one database. Run as a superuser in that database before its first `pdmp migrate`, and once more after it:
--   psql -v ON_ERROR_STOP=1 -d pdmp -f roles.sql
-- Running it again changes nothing. Passwords are set apart (\password pdmp_app), or certificates used.

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['pdmp_owner', 'pdmp_app', 'pdmp_backup'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT', wanted);
        END IF;
    END LOOP;

    -- Nobody connects, or makes temporary tables, who is not named here.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO pdmp_owner', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO pdmp_app', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO pdmp_backup', current_database());
END $$;

-- pdmp_owner has the schema and is used by `pdmp migrate` alone.
ALTER SCHEMA public OWNER TO pdmp_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO pdmp_app, pdmp_backup;

-- pdmp_app is what nights, workers, the web host and operators run as: rows, and nothing about tables.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO pdmp_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO pdmp_app;
ALTER DEFAULT PRIVILEGES FOR ROLE pdmp_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO pdmp_app;
ALTER DEFAULT PRIVILEGES FOR ROLE pdmp_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO pdmp_app;

-- pdmp_backup reads everything and writes nothing.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO pdmp_backup;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO pdmp_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE pdmp_owner IN SCHEMA public GRANT SELECT ON TABLES TO pdmp_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE pdmp_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO pdmp_backup;

DO $$
BEGIN
    IF to_regclass('public.audit_events') IS NULL THEN
        RAISE NOTICE 'No tables yet: run this again after the first pdmp migrate, which makes the audit log append-only for pdmp_app.';
        RETURN;
    END IF;

    -- The audit log only grows; its head moves with each event.
    REVOKE UPDATE, DELETE ON audit_events FROM pdmp_app;
    REVOKE DELETE ON audit_heads FROM pdmp_app;

    -- What migrations were applied is the owner's to say.
    REVOKE INSERT, UPDATE, DELETE ON "__EFMigrationsHistory" FROM pdmp_app;

    -- Blocks are derived from records; `pdmp link --all` begins them again.
    GRANT TRUNCATE ON patient_blocks TO pdmp_app;
END $$;
