-- rambler up
CREATE INDEX CONCURRENTLY players_stand ON players (stand_id);
-- rambler up
VACUUM players;
-- rambler down
DROP INDEX CONCURRENTLY players_stand;
