"""Text messages: few words that anybody may read, at an hour that is safe."""
