UPDATE looms SET cm = NULL;
