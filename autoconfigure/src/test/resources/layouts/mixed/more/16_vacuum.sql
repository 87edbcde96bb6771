-- migrate:up transaction:false
VACUUM meals;

-- migrate:down
