"""What the chat page and other programs use; the layout itself is ``app.py``."""
