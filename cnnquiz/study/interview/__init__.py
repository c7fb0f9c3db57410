"""Mock interviews: what is asked, the sitting, and the scorecard afterwards.

Importing this package imports nothing else; take what you need::

    from cnnquiz.study.interview.sitting import Sitting

    sitting = Sitting.begin(record, "screen", seed=7)      # or Sitting.resume(record)
    while (unit := sitting.current) is not None:
        ...                                                # show it, ask, then one of
        sitting.answer(unit, item, answer, mark)           # a question
        sitting.say(unit, text, points)                    # a talk: words and ticks
        sitting.graded(unit, source, verdict, seed=seed)   # a submission, any number
        sitting.close(unit)                                # an exercise, when done with
        sitting.skip(unit)
    sitting.end()                                          # or sitting.pause()
    card = scorecard.of_session(record, sitting.id)

Modules
-------
presets    `PRESETS`: the thirteen formats as data
talks      what is answered in words and ticked off: design cases, checklists, follow-ups
plan       preset and seed to what is asked; what comes next, follow-ups included
sitting    `Sitting`: one interview under way, kept in the record as it goes
outcomes   what the record holds of a sitting, as plain data
dimensions outcomes to scores from 1 to 4 and the verdict
advice     what to drill next, and what an interviewer would ask next
files      the stub of an exercise, written where no file is
scorecard  `of_session(record, id)` and the pure `scorecard(...)`
sections   a scorecard as titles, lines and tables, which these say:
text, markdown, html, as_json
"""
