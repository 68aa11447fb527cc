"""What histories mean: pure functions of tables. Never sees the engine."""
