CREATE INDEX labels_label ON labels (label) ALGORITHM=INPLACE;
