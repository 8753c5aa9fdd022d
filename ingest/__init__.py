"""From documents and curated files to a catalogue; nothing is merged in silence."""
