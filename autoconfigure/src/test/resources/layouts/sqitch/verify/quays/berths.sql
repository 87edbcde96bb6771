SELECT id, depth, vessel_id, no_such_column FROM berths WHERE false;
