-- Small letters come after capitals.
UPDATE marks SET what = what || ', small';
