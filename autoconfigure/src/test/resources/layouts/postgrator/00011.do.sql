INSERT INTO gardeners
VALUES (2, E'O\'Hara'), (3, $q$it's; mine$q$)
