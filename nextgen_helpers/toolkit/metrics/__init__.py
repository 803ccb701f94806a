"""Module 5: the board of metrics, the story told with it, the yearly survey, what companies share."""
