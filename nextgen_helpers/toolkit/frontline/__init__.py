"""Module 3: placing people, runways, the sector card, who serves whom, the ten ways, and how news travels."""
