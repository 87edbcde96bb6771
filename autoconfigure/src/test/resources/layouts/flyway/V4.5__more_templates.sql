-- slipway: no-placeholders
INSERT INTO templates VALUES ('cancel', 'Dear ${holder}, sorry!');
