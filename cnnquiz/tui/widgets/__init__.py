"""The controls and panes that the screens are made of."""
