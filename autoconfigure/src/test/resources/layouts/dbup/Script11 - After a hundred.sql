UPDATE marks SET what = what || ', eleven';
