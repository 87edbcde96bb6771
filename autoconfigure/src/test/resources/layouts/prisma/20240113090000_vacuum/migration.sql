-- -- migrate:up
VACUUM "Message";
