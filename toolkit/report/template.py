"""Write a template for a new notebook, in the form of the toolkit's own."""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.report.notebooks import CORPUS, FOLDER

TEMPLATE = Path(__file__).with_name("template.ipynb")
_NAME = re.compile(r"\w[\w-]*")


def write_template(name: str, corpus: Path | None = None) -> Path:
    """Write the template as a new notebook.

    Args:
        name: of the file, without ending.
        corpus: a corpus folder, for its folder `notebooks`; None for the working directory.

    Returns:
        The file.

    Raises:
        ValueError: the name is not allowed.
        FileNotFoundError: there is no such corpus.
        FileExistsError: the notebook exists already.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     (Path(folder) / "corpus.toml").touch()
        ...     write_template("who_speaks", Path(folder)).name
        'who_speaks.ipynb'
    """
    stem = name.removesuffix(".ipynb")
    if not _NAME.fullmatch(stem):
        raise ValueError(f"no notebook can be called {name!r}: take letters, digits, - and _")
    if corpus is not None and not (corpus / "corpus.toml").is_file():
        raise FileNotFoundError(f"there is no corpus folder {corpus} (one with a corpus.toml)")
    path = (corpus / FOLDER if corpus else Path()) / f"{stem}.ipynb"
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = TEMPLATE.read_text(encoding="utf-8")
    where = ".." if corpus else "path/to/articles"
    path.write_text(text.replace(f"{CORPUS}_of_yours", where), encoding="utf-8", newline="\n")
    return path
