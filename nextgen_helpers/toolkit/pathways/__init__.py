"""Module 4: from programs to a system: the map, the wages along it, supply and demand."""
