module.exports.generateSql = () => 'alter table users add column name text'
