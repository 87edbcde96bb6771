UPDATE cloths SET pattern = 'plain; fine' WHERE id = 2;
