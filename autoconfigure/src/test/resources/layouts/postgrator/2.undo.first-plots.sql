DELETE FROM gardeners;
DELETE FROM plots;
