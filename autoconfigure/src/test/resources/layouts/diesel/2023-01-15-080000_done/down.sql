UPDATE tasks SET state = 'open';
