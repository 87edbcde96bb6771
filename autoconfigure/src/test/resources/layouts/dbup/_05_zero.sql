-- An underscore comes after capitals and before small letters.
UPDATE marks SET what = what || ', zero';
