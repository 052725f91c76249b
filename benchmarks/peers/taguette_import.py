"""Takes files into Taguette the way its own request handler does; run by its Python.

    PYTHON_OF_TAGUETTE benchmarks/peers/taguette_import.py FOLDER DATABASE

Each text goes in as HTML (so that no converter program is needed): converted,
stored as a Document with its Command, committed. Prints the seconds it took.
"""

import asyncio
import html
import pathlib
import sys
import time

from taguette import convert, database


async def main() -> None:
    folder, file = pathlib.Path(sys.argv[1]), sys.argv[2]
    session = database.connect("sqlite:///" + file)()
    user = database.User(login="measured")
    project = database.Project(name="measured", description="")
    session.add_all([user, project])
    session.commit()
    begun = time.perf_counter()
    count = 0
    for path in sorted(folder.iterdir()):
        paragraphs = path.read_text("utf-8").split("\n\n")
        body = "<html><body>" + "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
        body += "</body></html>"
        contents = await convert.to_html_chunks(
            body.encode("utf-8"), "text/html", path.stem + ".html", {}
        )
        document = database.Document(
            name=path.stem,
            description="",
            filename=path.name,
            project=project,
            text_direction=database.TextDirection.LEFT_TO_RIGHT,
            contents=contents,
        )
        session.add(document)
        session.flush()
        session.add(database.Command.document_add(user.login, document))
        session.commit()
        count += 1
    print(count, time.perf_counter() - begun)


asyncio.run(main())
