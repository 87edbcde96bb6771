DROP TABLE ferries;
