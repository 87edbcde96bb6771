ALTER TABLE cloths ADD COLUMN pattern text DEFAULT 'twill';
