UPDATE labels SET label = upper(label);
VACUUM labels;
