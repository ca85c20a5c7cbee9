"""Uploads that go on where they stopped, by the tus protocol: large films over school networks."""
