"""The partnership's own logic: the rubric, outreach, worksheets and metrics, and the content they work on."""
