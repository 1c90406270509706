"""The pages: blueprints, templates and the front end that they share."""
