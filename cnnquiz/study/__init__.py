"""The learner over time: what was answered, what is due, how it is going.

Importing this package imports nothing else; take what you need::

    from cnnquiz.study.location import record_path
    from cnnquiz.study.record import Record

    with Record.open(record_path(data_dir)) as record:    # None: the default place
        if record.notice:                                 # a file was set aside
            print(record.notice)
        record.add_answer("conv-bias", "b", correct=True, topic="convolution")

Modules
-------
location    `data_dir(folder=None)`, `record_path(folder=None)`: argument, else
            CNNQUIZ_DATA_DIR, else the platform's folder
rows        `Answer`, `Submission`, `Event`, `Draft`, `ExerciseProgress`,
            `TopicProgress`, `EventKind`: frozen values
record      `Record.open(path=None, clock=utc_now)`, `reset(path=None)`
answering   `keep_answer(record, item, answer, mark)` and `keep_verdict`: each brings
            forward what puts right the mistakes that it shows
exchange    `export(record)`, `parse(text)`, `import_(record, document)`,
            `answers_csv(record)`, `anki_tsv(rows)`
scheduler   `Schedule.from_record(record)`: `due(now)`, `next_due(key)`,
            `retrievability(key, now)`; `bring_forward(record, keys, why)`,
            `follow_up(record, row, related)`
drills      `select(record, what, count, seed)`: the questions worth asking
sessions    `begin`, `end`, `unfinished(record, kind)`: what is left of a drill
interview   mock interviews: `presets`, `sitting` (one under way), `scorecard` and how
            it is said
stats       `statistics(record, schedule, now)`: plain data to print or draw

Record
------
`add_answer`, `add_submission`, `add_event` return the row once it is on disk.
`answers()`, `submissions(exercise=None)`, `events(kind=None)` return rows in the
order in which they were added; `last_verdicts(n)` the newest submissions first;
`attempts(exercise)` a count. `exercise_progress()` and `topic_progress()` map what
was touched to its summary; what is absent was not started. `save_draft(exercise,
text)`, `draft(exercise)` and `drafts()` keep the editor's text. Answers, submissions
and events are a log: rows are added, never changed or removed. A draft is not part
of the log; each save replaces the one before.

Whatever the disk does to it, the record raises `cnnquiz.errors.RecordError` with a
message that says what to do. A `Record` may be shared by the threads of one process;
a forked child opens its own.

Cards
-----
A card is a key text: an item's id, or its generator (the start of an id such as
`generator:level:seed`); `generator#misconception` once a generated item was answered
wrong; or `exercise:slug`. Ids of items and generators share one queue and must differ.
When a card is asked, pass its key as `add_answer(card=key)`; pass `seed` for generated
items alone, and as `misconceptions` those that a wrong answer shows, or that a right
one was asked to probe. A right answer puts them right.
"""
