--! AllowInvalidHash
--! Previous: sha1:283046411ebd74e012c4dac4aa75322ba5ffe4bb
--! Hash: sha1:b1ccb32c9356c5482741e8354cdd9ef2ea8a17c8
--! Message: edited later

-- This file was edited after it was committed, and says so.
UPDATE members SET rating = 1000 WHERE rating IS NULL;
