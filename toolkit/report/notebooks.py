"""Find notebooks, read their titles and parameters, and write a template for a new one."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from toolkit.report.trust import trust

CORPUS = "corpus_dir"  # the parameter that every notebook has
FOLDER = "notebooks"  # folder of a corpus with its own notebooks


@dataclass(frozen=True)
class Notebook:
    """A notebook on disk: its file, its question, and its parameters with their types."""

    path: Path
    title: str
    parameters: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.path.stem


def folder() -> Path:
    """The folder of the notebooks: beside the package, or inside it once installed.

    Raises:
        FileNotFoundError: they are in neither place.
    """
    package = Path(__file__).resolve().parent.parent
    for place in (package.parent / "notebooks", package / "notebooks"):
        if any(place.glob("[0-9][0-9]_*.ipynb")):
            return place
    raise FileNotFoundError("the notebooks are missing: install the toolkit again")


def find(
    names: Sequence[str] | None = None,
    places: Sequence[Path] | None = None,
    corpus: Path | None = None,
) -> list[Notebook]:
    """The notebooks with the given names, or all, in order; those of the corpus come last.

    Args:
        names: file names without the ending, their beginnings ("02"), or paths; None for all.
        places: folders to look in instead of the toolkit's own.
        corpus: a corpus folder, to look in its folder `notebooks` too.

    A file that cannot be read as a notebook is found by its name, and fails when it runs.

    Raises:
        ValueError: no notebook has that name; the message lists all names.
    """
    own = [corpus / FOLDER] if corpus else []
    folders = [*(places or [folder()]), *own]
    known = {p.stem: p for place in folders for p in sorted(place.glob("*.ipynb"))}
    paths = [_match(name, known) for name in names] if names else list(known.values())
    return [read(path) for path in dict.fromkeys(paths)]


def _match(name: str, known: Mapping[str, Path]) -> Path:
    if name.endswith(".ipynb") and Path(name).is_file():
        return Path(name).resolve()
    wanted = name.removesuffix(".ipynb")
    matches = [p for stem, p in known.items() if stem == wanted or stem.split("_")[0] == wanted]
    if not matches:
        raise ValueError(f"there is no notebook {name!r}; there are: {', '.join(known)}")
    return matches[0]


def read(path: Path) -> Notebook:
    """A notebook's title (its first heading) and parameters (its cell tagged `parameters`)."""
    try:
        node = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        text = "\n".join(c.source for c in node.cells if c.cell_type == "markdown")
        tagged = [c.source for c in node.cells if "parameters" in c.metadata.get("tags", [])]
        parameters = declared("\n".join(tagged))
    except Exception:  # whatever a file that is no notebook raises
        return Notebook(path, path.stem, {})
    headings = [line.lstrip("# ") for line in text.splitlines() if line.startswith("# ")]
    return Notebook(path, headings[0] if headings else path.stem, parameters)


def declared(source: str) -> dict[str, str]:
    """The variables that a cell assigns, with their annotations.

    Example:
        >>> declared("top: int = 15  # rows\\nsince: str | None = None")
        {'top': 'int', 'since': 'str | None'}
    """
    return {
        node.target.id: ast.unparse(node.annotation)
        for node in ast.parse(source).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def parameters_for(notebook: Notebook, given: Mapping[str, object]) -> dict[str, Any]:
    """The given parameters that a notebook has, converted to the types that it declares."""
    known = notebook.parameters
    return {k: converted(k, v, known[k]) for k, v in given.items() if k in known}


def check(notebooks: Sequence[Notebook], given: Mapping[str, object]) -> None:
    """Check that each given parameter exists in a notebook and has the right type.

    Raises:
        ValueError: one does not; the message lists the parameters or names the type.
    """
    known = dict.fromkeys(k for n in notebooks for k in n.parameters if k != CORPUS)
    for name in given:
        if name not in known:
            raise ValueError(f"no parameter {name!r}; there are: {', '.join(known)}")
    for notebook in notebooks:
        parameters_for(notebook, given)


def converted(name: str, value: object, annotation: str) -> object:
    """A value from the command line in the type that a notebook declares.

    Example:
        >>> converted("top", "5", "int"), converted("outlets", "Ferry Post, Wire One", "list[str]")
        (5, ['Ferry Post', 'Wire One'])
        >>> converted("baseline", '{"citizen": 8}', "dict[str, float]")
        {'citizen': 8}
    """
    if not isinstance(value, str):
        return value
    if value in ("", "None", "null") and "None" in annotation:
        return None
    kind = annotation.split("|")[0].split("[")[0].strip()
    try:
        return _READERS.get(kind, str)(value)
    except (ValueError, KeyError) as error:
        raise ValueError(f"{name}={value!r}: {name} is of type {annotation}") from error


def _list(value: str) -> object:
    if value.startswith("["):
        return json.loads(value)
    return [part.strip() for part in value.split(",") if part.strip()]


_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_READERS: Mapping[str, Any] = {
    "int": int,
    "float": float,
    "bool": lambda value: _BOOLEANS[value.lower()],
    "list": _list,
    "dict": json.loads,
}


TEMPLATE = Path(__file__).with_name("template.ipynb")
_NAME = re.compile(r"\w[\w-]*")


def write_template(name: str, corpus: Path | None = None) -> Path:
    """Write the template as a new notebook, which this user trusts.

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
    trust([path])
    return path
