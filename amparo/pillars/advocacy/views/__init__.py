"""Pages of those who hear, receive and answer complaints."""
