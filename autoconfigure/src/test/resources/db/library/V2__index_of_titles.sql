create index concurrently book_title on book (title);
