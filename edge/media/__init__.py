"""Pictures and sound as arrays: reading, resampling, drawing."""
