"""Joint angles and contacts to pictures: a build tool. The site serves what it made and imports only `made` of it."""
