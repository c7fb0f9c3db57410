"""Questions: what they are, where they stand, how they are asked and marked.

In the order in which a quiz needs them:

    from cnnquiz.questions.select import choose, find
    from cnnquiz.questions.presentation import arrange, assemble, code_of, steps
    from cnnquiz.questions.parsing import AnswerError
    from cnnquiz.questions.marking import mark
    from cnnquiz.questions.feedback import feedback

    for item in choose(10, seed=1, topics=("pooling",)):
        item = arrange(item, seed=1)          # the order of the options
        show(item.stem); show(code_of(item))  # a Match also has `partners(item)`
        parts = []
        for step in steps(item):              # one step; two for bug, three for explain
            show(step.title); show(step.choices)       # labelled texts
            parts.append(ask(step.prompt, step.parse)) # AnswerError: say it, ask again
        answer = assemble(item, parts)        # positions in file order, or values
        result = mark(item, answer)           # .verdict .score .parts .misconceptions
        told = feedback(item, answer, result) # .headline .answer .notes .working ...

`mark(item, None)` is an answer not given; a `blank` needs `mark(item, answer, run)`.
`answers.as_data(item, answer)` is what a record keeps; `answers.say` reads it out.
A generated item has the id `conv-output-size:easy:7` and `find(id)` makes it again.

    bank.load_bank()          every fixed item, by id and by topic
    generators.generate(id, seed, level)   one generated item
    topics.TOPICS, misconceptions.load_misconceptions()   the two closed lists
    check.check_bank()        what is wrong with the bank, by file and line

All texts are plain: no markup, and nothing here imports rich or textual.
"""
