CREATE INDEX CONCURRENTLY crops_plot ON crops (plot_id);
