"""Going home safely: a free and informed decision, every check met, the journey, the welcome."""
