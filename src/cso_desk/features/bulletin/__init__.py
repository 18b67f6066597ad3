"""The bulletin of a hub: an issue made of what a quarter brought."""
