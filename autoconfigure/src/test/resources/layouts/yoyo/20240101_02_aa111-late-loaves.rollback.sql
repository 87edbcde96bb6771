DELETE FROM loaves;
