INSERT INTO public.callback_log (event) VALUES ('afterEachMigrate')
