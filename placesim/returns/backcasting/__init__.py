"""Back-casting: the model and naive forecasts, made from what was known on past days, beside what happened."""
