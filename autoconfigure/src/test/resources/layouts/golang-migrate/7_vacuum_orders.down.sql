-- no-transaction
VACUUM orders;
