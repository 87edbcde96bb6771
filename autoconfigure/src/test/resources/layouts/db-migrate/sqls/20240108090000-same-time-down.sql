DELETE FROM captains WHERE id = 2;
