DO $$ BEGIN RAISE EXCEPTION 'nobody asked to repair'; END $$;
