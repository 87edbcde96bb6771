-- !Ups
-- Nothing was left of this one.

-- !Downs
