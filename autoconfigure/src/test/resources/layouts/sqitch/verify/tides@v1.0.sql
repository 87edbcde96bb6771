SELECT tide(1, 2);
