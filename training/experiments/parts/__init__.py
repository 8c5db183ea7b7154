"""What the experiments measure by, a room for each kind of question; ``stages.py`` parts samples for several."""
