-- transactional: false
DROP INDEX CONCURRENTLY loaves_oven;
