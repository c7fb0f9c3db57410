"""The terminal interface: an app, its screens, its widgets, one stylesheet.

    app            `run(data_dir, start)`; what the screens share
    learner        the learner's record, or the memory of this run where there is none
    grader         a warm process that grades
    quiz           a quiz under way, and how it is continued
    overview       what home shows, gathered from the record
    standing       what the progress screen shows; charts draws it
    index          what can be browsed, and how words narrow it; states, by the record
    look           signs, bars and styles, with and without colour and Unicode
    screens/       one module a screen
    widgets/       one module a control

Whatever a learner typed is drawn as text and never read as markup.
"""
