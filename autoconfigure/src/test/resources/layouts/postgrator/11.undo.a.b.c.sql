DELETE FROM gardeners WHERE id > 1;
