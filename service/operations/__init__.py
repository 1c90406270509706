"""The write side, one verb a file. Operations check permission, flush and leave an audit event; the edge commits."""
