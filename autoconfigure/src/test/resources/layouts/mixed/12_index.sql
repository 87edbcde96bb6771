-- no-transaction
CREATE INDEX CONCURRENTLY meals_dish ON meals (dish);
