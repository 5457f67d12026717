"""Training: those who carry duties learn, and we can show that they can do more than before."""
