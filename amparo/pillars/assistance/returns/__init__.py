"""Going home safely: a free and informed decision, every gate met, the journey, the welcome."""
