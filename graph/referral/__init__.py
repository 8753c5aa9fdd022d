"""From a network and a question to cited, executable, optimal referral plans."""
