--! Previous: sha1:6b42605bfe28da8702b0e0e64f2f5c5330888542
--! Hash: sha1:2ac36a9a0212f93857709f835bac3c54c9dad714
--! Message: ten

INSERT INTO games VALUES (1, 2, '1-0');
