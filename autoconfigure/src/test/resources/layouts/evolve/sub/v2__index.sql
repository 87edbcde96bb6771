-- evolve-tx-off
CREATE INDEX CONCURRENTLY fish_tank ON fish (tank_id);
