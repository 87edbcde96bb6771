-- rambler down
-- rambler up
-- rambler up
INSERT INTO rehearsals VALUES (1, 'hall; ''great'''), (2, E'b\'flat');
-- rambler down
DELETE FROM rehearsals WHERE room LIKE 'b%';
-- rambler down
DELETE FROM rehearsals;
