-- atlas:txmode none

-- Two indexes.
CREATE INDEX CONCURRENTLY copies_book ON copies (book_id);
CREATE INDEX CONCURRENTLY copies_branch ON copies (branch_id)