SELECT tide('no number');
