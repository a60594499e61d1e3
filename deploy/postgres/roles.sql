-- The roles of one database. Run as a superuser in that database before its first `pdmp migrate`, and once more after it, after
-- `pdmp-web provision`, and after each upgrade:
--   psql -v ON_ERROR_STOP=1 -d pdmp -f roles.sql
-- Running it again changes nothing. Passwords are set apart (passwords.sh, or \password pdmp_app), or certificates used.

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

-- pdmp_owner has the schema and is used by `pdmp migrate` and `pdmp-web provision` alone.
ALTER SCHEMA public OWNER TO pdmp_owner;

DO $$
DECLARE
    place text;
BEGIN
    -- The program's tables with Quartz's among them, and Hangfire's, which are there once it was provisioned.
    FOREACH place IN ARRAY ARRAY['public', 'hangfire'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = place);
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', place);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO pdmp_app, pdmp_backup', place);

        -- pdmp_app is what nights, workers, the web host and operators run as: rows, and nothing about tables.
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO pdmp_app', place);
        EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO pdmp_app', place);

        -- Of tables to come it may read and append, until this is run again and knows what they are.
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE pdmp_owner IN SCHEMA %I REVOKE UPDATE, DELETE ON TABLES FROM pdmp_app', place);
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE pdmp_owner IN SCHEMA %I GRANT SELECT, INSERT ON TABLES TO pdmp_app', place);
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE pdmp_owner IN SCHEMA %I GRANT USAGE ON SEQUENCES TO pdmp_app', place);

        -- pdmp_backup reads everything and writes nothing.
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO pdmp_backup', place);
        EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO pdmp_backup', place);
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE pdmp_owner IN SCHEMA %I GRANT SELECT ON TABLES TO pdmp_backup', place);
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE pdmp_owner IN SCHEMA %I GRANT SELECT ON SEQUENCES TO pdmp_backup', place);
    END LOOP;
END $$;

DO $$
DECLARE
    kept text;
BEGIN
    IF to_regclass('public.audit_events') IS NULL THEN
        RAISE NOTICE 'No tables yet: run this again after the first pdmp migrate, which makes the audit log append-only for pdmp_app.';
        RETURN;
    END IF;

    -- Written once: what was said, shown, sent, or decided.
    FOREACH kept IN ARRAY ARRAY[
        'audit_events', 'patient_disclosures', 'review_decisions', 'review_notes', 'finding_verdicts', 'case_packets',
        'link_decision_records', 'link_journal_records'] LOOP
        CONTINUE WHEN to_regclass('public.' || kept) IS NULL;
        EXECUTE format('REVOKE UPDATE, DELETE ON public.%I FROM pdmp_app', kept);
    END LOOP;

    -- Brought forward in place, and never taken away.
    FOREACH kept IN ARRAY ARRAY[
        'audit_heads', 'legal_holds', 'purge_runs', 'nights', 'night_steps', 'night_attempts', 'run_leases', 'submissions',
        'alerts', 'case_referrals', 'exemptions', 'link_decisions', 'link_journal', 'link_models', 'link_runs',
        'rule_sets', 'rule_set_periods', 'scoring_models', 'accounts', 'api_keys', 'outside_people'] LOOP
        CONTINUE WHEN to_regclass('public.' || kept) IS NULL;
        EXECUTE format('REVOKE DELETE ON public.%I FROM pdmp_app', kept);
    END LOOP;

    -- What migrations were applied is the owner's to say.
    REVOKE INSERT, UPDATE, DELETE ON "__EFMigrationsHistory" FROM pdmp_app;

    -- Blocks are derived from records; `pdmp link --all` begins them again.
    GRANT TRUNCATE ON patient_blocks TO pdmp_app;

    -- A legal hold is placed once and ended once, a purge begun once and its certificate never changed. Rights know columns and no
    -- states, and a purge locks the holds, for which it needs the right to update; so triggers hold on to it, for the owner as well.
    CREATE OR REPLACE FUNCTION public.pdmp_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $refuse$
    BEGIN
        RAISE insufficient_privilege USING MESSAGE = format('a row of %s that has ended, or what it began with, is not changed', TG_TABLE_NAME);
    END $refuse$;
    ALTER FUNCTION public.pdmp_refuse_change() OWNER TO pdmp_owner;

    IF to_regclass('public.legal_holds') IS NOT NULL THEN
        CREATE OR REPLACE TRIGGER ended_holds_stay BEFORE UPDATE ON public.legal_holds FOR EACH ROW
            WHEN (OLD.ended_at IS NOT NULL OR (OLD.id, OLD.patient_id, OLD.reason, OLD.placed_by, OLD.placed_at)
                IS DISTINCT FROM (NEW.id, NEW.patient_id, NEW.reason, NEW.placed_by, NEW.placed_at))
            EXECUTE FUNCTION public.pdmp_refuse_change();
    END IF;

    IF to_regclass('public.purge_runs') IS NOT NULL THEN
        CREATE OR REPLACE TRIGGER certificates_stay BEFORE UPDATE ON public.purge_runs FOR EACH ROW
            WHEN (OLD.ended_at IS NOT NULL OR (OLD.id, OLD.before, OLD.actor, OLD.begun_at)
                IS DISTINCT FROM (NEW.id, NEW.before, NEW.actor, NEW.begun_at))
            EXECUTE FUNCTION public.pdmp_refuse_change();
    END IF;
END $$;
