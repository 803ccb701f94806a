"""The room: people answer on their phones, the wall shows it, and the answers stand in the team's workspace."""
