UPDATE looms SET cm = 60 * id;
