-- depends: 20240101_01_pQ3xR-ovens
   --   depends :  20240101_03_zz999-early-flour
-- Two lines of dependencies; it runs after the next file.
INSERT INTO loaves SELECT 1, 1, name FROM flours WHERE id = 1;
INSERT INTO loaves SELECT 2, 2, name FROM flours WHERE id = 2
