"""What is asked: one module an exercise, under its track's folder."""
