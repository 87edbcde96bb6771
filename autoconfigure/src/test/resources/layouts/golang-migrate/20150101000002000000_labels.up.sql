-- For every other database: would fail here.
CREATE TABLE labels (id INTEGER PRIMARY KEY AUTOINCREMENT, label VARCHAR(64));
