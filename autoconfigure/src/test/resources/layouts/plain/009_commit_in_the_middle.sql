ALTER TABLE books ADD COLUMN isbn text;
UPDATE books SET isbn = 'isbn-' || id;

COMMIT;
CREATE UNIQUE INDEX CONCURRENTLY books_isbn ON books (isbn);
BEGIN;

ALTER TABLE books ADD CONSTRAINT books_isbn_unique UNIQUE USING INDEX books_isbn;
COMMENT ON TABLE books IS 'with isbn; after the index';
