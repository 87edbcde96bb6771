# The statements of a script are not in a transaction.
# --- !Ups
CREATE INDEX CONCURRENTLY hives_meadow ON hives (meadow_id);
VACUUM hives;

# --- !Downs
DROP INDEX CONCURRENTLY hives_meadow;
