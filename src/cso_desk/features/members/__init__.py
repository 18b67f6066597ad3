"""Who is a member and who is who: organisations, people and the positions people hold."""
