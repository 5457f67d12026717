"""What is known of somebody's protection: flags that must be answered before anything else."""
