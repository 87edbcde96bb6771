--! Previous: sha1:a1a70d2c61fb8d54d33c524cf0e60686e3c228f2
--! Hash: sha1:6b42605bfe28da8702b0e0e64f2f5c5330888542

-- nothing is left of this one
