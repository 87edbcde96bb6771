INSERT INTO seats SELECT v.id, 'A' || n FROM venues v CROSS JOIN generate_series(1, 3) AS n ON CONFLICT DO NOTHING;
