-- // nothing

-- //@UNDO
DROP TABLE parcels;
