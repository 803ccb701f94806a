"""Labor-market information: official files -> readers -> store -> profile of a region."""
