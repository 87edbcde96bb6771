DROP TABLE gardeners;
DROP TABLE plots;
