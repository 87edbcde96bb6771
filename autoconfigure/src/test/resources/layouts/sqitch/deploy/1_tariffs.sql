CREATE TABLE tariffs AS SELECT berth_id, cents AS amount FROM fees;
