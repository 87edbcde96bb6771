CREATE TABLE "networks" ("id" UUID PRIMARY KEY DEFAULT gen_random_uuid(), FAMILY "primary" ("id"));
