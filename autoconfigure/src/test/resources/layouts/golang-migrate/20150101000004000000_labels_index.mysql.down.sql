DROP INDEX labels_label ON labels;
