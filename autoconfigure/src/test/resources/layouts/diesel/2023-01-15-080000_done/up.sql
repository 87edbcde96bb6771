BEGIN TRANSACTION;
DELETE FROM tasks WHERE title LIKE '%garden%';
SET SESSION search_path = "$user";
END TRANSACTION;
