table "members" {
  schema = schema.public
}
