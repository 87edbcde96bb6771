create table from_the_default_location(i int);
