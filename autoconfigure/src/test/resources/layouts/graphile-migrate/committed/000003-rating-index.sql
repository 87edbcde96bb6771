--! Previous: sha1:b8a75544b271d3b498fa57557796409aec9d3b1e
--! Hash: sha1:0d517c4291f6700d411e7c81d6cde8d73a6711c1
--! Message: rating index

--! no-transaction
CREATE INDEX CONCURRENTLY members_rating ON members (rating);
