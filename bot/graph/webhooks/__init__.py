"""What Meta sends to us by itself. Pure: whoever serves the addresses hands over bytes and gets values."""
