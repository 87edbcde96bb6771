-- Repeatables run in the order of their names: this one before crowd.
CREATE OR REPLACE VIEW audit AS SELECT count(*) AS tanks FROM tanks;
