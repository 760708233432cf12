-- A sign-in link opens the account it was made for, as that was: whoever could make one for somebody could not have made it for who they
-- have become. The account counts its changes, a link remembers the count. Counted here and not by commands, so that none can forget it.
ALTER TABLE account ADD COLUMN rights_version integer NOT NULL DEFAULT 0;
-- Null: made before this was counted, or for the first administrator, who has no account yet. It opens none.
ALTER TABLE one_time_token ADD COLUMN rights_version integer;

-- The person's row is locked first: who gives a role and who makes a link for its holder take turns. As the system, since nobody else sees
-- accounts.
CREATE FUNCTION public.account_rights_changed(people uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE held text := coalesce(current_setting('app.system', true), '');
BEGIN
  PERFORM set_config('app.system', 'on', true);
  PERFORM FROM public.person p WHERE p.id = ANY (people) ORDER BY p.id FOR NO KEY UPDATE;
  UPDATE public.account a SET rights_version = a.rights_version + 1 WHERE a.person_id = ANY (people);
  PERFORM set_config('app.system', held, true);
END $$;

-- A role given, ended or changed.
CREATE FUNCTION public.grant_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
  PERFORM public.account_rights_changed(ARRAY[OLD.person_id, NEW.person_id]);
  RETURN NULL;
END $$;
CREATE TRIGGER rights AFTER INSERT OR UPDATE OR DELETE ON access_grant FOR EACH ROW EXECUTE FUNCTION grant_changed();

-- Where the person signs in, until when, and which administrators reach them.
CREATE FUNCTION public.person_rights_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
  PERFORM public.account_rights_changed(ARRAY[NEW.id]);
  RETURN NULL;
END $$;
CREATE TRIGGER rights AFTER UPDATE ON person FOR EACH ROW
  WHEN (OLD.email IS DISTINCT FROM NEW.email OR OLD.left_on IS DISTINCT FROM NEW.left_on OR OLD.department_id IS DISTINCT FROM NEW.department_id)
  EXECUTE FUNCTION person_rights_changed();

-- Another password; disabled, enabled.
CREATE FUNCTION public.account_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
  NEW.rights_version := OLD.rights_version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER rights BEFORE UPDATE ON account FOR EACH ROW
  WHEN (OLD.password_hash IS DISTINCT FROM NEW.password_hash OR OLD.disabled_at IS DISTINCT FROM NEW.disabled_at)
  EXECUTE FUNCTION account_changed();

-- A department that moves takes roles and people with it: whose, and whom they reach, is not worked out. It is rare, and links live an hour.
CREATE FUNCTION public.department_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE held text := coalesce(current_setting('app.system', true), '');
BEGIN
  IF EXISTS (SELECT FROM was JOIN becomes USING (id) WHERE was.parent_id IS DISTINCT FROM becomes.parent_id) THEN
    PERFORM set_config('app.system', 'on', true);
    PERFORM public.account_rights_changed(ARRAY(SELECT a.person_id FROM public.account a));
    PERFORM set_config('app.system', held, true);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER rights AFTER UPDATE ON department REFERENCING OLD TABLE AS was NEW TABLE AS becomes FOR EACH STATEMENT
  EXECUTE FUNCTION department_moved();
