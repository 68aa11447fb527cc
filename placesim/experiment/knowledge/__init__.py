"""Knowledge: what rests on luck, what on not knowing the assumptions, and what knowing them would be worth."""
