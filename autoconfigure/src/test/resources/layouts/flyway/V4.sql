COMMENT ON TABLE refunds IS 'from a file without a description';
