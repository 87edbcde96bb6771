analyze book;
