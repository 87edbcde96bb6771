DROP INDEX doors_label;
