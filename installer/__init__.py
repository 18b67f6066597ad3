"""Builds what people receive: the Debian package and the Windows set-up, from one commit."""
