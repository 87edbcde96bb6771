DELETE FROM visits;
