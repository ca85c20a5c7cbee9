"""What is true of learning materials whatever the framework: pure Python, standard library only."""
