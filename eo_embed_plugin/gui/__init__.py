"""What the user sees: the dock with its steps, map tools, dialogs."""
