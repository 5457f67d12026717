"""Case plans, goals and actions, follow-ups and case conferences."""
