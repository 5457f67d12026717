"""What those who take down a request and those who trace write."""
