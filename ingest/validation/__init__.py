"""Is a catalogue sound? Every check yields findings: file, line, entry and remedy."""
