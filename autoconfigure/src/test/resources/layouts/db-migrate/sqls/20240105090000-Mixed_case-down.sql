DELETE FROM tickets;
