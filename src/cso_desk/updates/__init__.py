"""New versions of the program out of one signed file, without internet: read, tried out, taken, left."""
