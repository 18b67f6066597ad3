"""The folder in which a network leaves its bundles: on a share, on a Nextcloud, on a server."""
