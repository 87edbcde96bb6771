INSERT INTO public.callback_log (event) VALUES ('beforeEachMigrate');
SET booking.actor = 'callback';
