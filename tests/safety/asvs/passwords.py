PASSWORD = "seven gulls over the sound"
