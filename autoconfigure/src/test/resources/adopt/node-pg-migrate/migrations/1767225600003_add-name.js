exports.up = (pgm) => pgm.addColumn('users', { name: 'text' });
