CREATE TABLE `networks` (`id` char(36) PRIMARY KEY, `created_at` DATETIME NOT NULL) ENGINE=InnoDB;
INSERT INTO networks (id, created_at) VALUES (uuid(), '2015-01-01 00:00:00');
