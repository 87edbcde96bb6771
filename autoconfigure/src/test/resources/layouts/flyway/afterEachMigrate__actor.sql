INSERT INTO public.callback_log (event) SELECT 'afterEachMigrate ' || current_setting('booking.actor');
