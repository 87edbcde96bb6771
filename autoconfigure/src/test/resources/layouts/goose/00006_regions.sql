-- +goose ENVSUB ON
-- +goose Up
CREATE TABLE ${SLIPWAY_TEST_PREFIX:-}regions_${SLIPWAY_TEST_REGION:-north} (
    name text DEFAULT '${SLIPWAY_TEST_NAME-The North}',
    price text DEFAULT '5 $$', -- one dollar in the end
    nested text DEFAULT '${SLIPWAY_TEST_A:-${SLIPWAY_TEST_B:-inner}}',
    escaped text DEFAULT '\${STAYS}'
);
INSERT INTO regions_${SLIPWAY_TEST_REGION:-north} DEFAULT VALUES;
-- +goose ENVSUB OFF
-- +goose StatementBegin
CREATE FUNCTION region_label(region text) RETURNS text LANGUAGE sql AS $$
    SELECT $1 || ': ${SLIPWAY_TEST_REGION:-north}';
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose ENVSUB ON
DROP TABLE regions_${SLIPWAY_TEST_REGION:-north};
-- +goose ENVSUB OFF
DROP FUNCTION region_label(text);
