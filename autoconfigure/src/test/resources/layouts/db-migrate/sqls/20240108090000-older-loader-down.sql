DROP TABLE captains;
