DO $$ BEGIN RAISE EXCEPTION 'nobody asked to clean'; END $$;
