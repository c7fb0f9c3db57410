"""The screens, each in a module of its own and imported when it is first shown."""
