TRUNCATE projects, tasks;
