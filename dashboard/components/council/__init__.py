"""The page of councils: who is represented, which bodies are complete, and where there are none."""
