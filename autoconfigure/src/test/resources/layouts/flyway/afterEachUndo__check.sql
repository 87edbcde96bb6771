DO $$ BEGIN RAISE EXCEPTION 'nobody asked for an undo'; END $$;
