--! Previous: sha1:4ed52281370cf4263af47753396f5ca161818d70
--! Hash: sha1:bd47ae4174f48c4361dbc2ddb3b530a4e1ea66ed
--! Message: add total

alter table orders add column total numeric;
