-- Work in progress: migrate does not run it.
DROP TABLE members CASCADE;
