CREATE INDEX doors_label ON doors (label);
COMMENT ON INDEX doors_label IS 'for the porter; by name';
