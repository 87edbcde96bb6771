-- no-transaction
CREATE INDEX CONCURRENTLY loans_member ON loans (member_id);
