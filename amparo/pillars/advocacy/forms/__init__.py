"""What is asked of those who hear, receive and answer complaints."""
