print("[bold]x[/bold] [/nonsense] <script>alert(1)</script> ]]> &lt; <!-- <testsuite failures='0'/>")


def relu(x):
    raise ValueError("[/foo] [link=http://x]y[/link] <img src=x onerror=alert(1)> ]]>")
