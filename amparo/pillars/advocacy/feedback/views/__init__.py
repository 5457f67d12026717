"""Pages of those who record, receive and answer complaints."""
