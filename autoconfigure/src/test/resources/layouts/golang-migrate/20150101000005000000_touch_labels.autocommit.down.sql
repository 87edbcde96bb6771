UPDATE labels SET label = lower(label);
