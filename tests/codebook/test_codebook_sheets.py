"""Spreadsheet codebooks: headings in five languages, trees in three ways, rows named."""

import io
import zipfile

import openpyxl
import pytest

from relata.codebook import BadCodebook, NoCodebookFile, read_codebook, write_codebook
from relata.codebook.sheet_form import read_csv_codebook, read_xlsx_codebook


def workbook(**sheets: list[list[object]]) -> bytes:
    """An Excel file with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "headings",
    [
        "code,parent,definition,when to use,when not,example,colour",
        "Codice,Padre,Definizione,Quando usare,Quando non usare,Esempio,Colore",
        "Code,Parent,Définition,Quand utiliser,Quand ne pas utiliser,Exemple,Couleur",
        "Kode;Oberkategorie;Definition;Wann verwenden;Wann nicht;Beispiel;Farbe",
        "Código\tPadre\tDefinición\tCuándo usar\tCuándo no usar\tEjemplo\tColor",
    ],
)
def test_headings_are_recognised_in_five_languages(headings):
    """A team keeps its sheet in its own language, with comma, semicolon or tab."""
    delimiter = next(d for d in ",;\t" if d in headings)
    rows = [headings, delimiter * 6, delimiter.join(["Fear", "", "d", "u", "n", "e", "#ABCDEF"])]
    rows.append(delimiter.join(["Raids", "fear", "", "", "", "", ""]))
    fear, raids = read_csv_codebook("\r\n".join(rows).encode("utf-8-sig")).codes

    assert (fear.definition, fear.when_to_use, fear.when_not, fear.example) == tuple("dune")
    assert fear.colour == "#abcdef"
    assert raids.path == "fear/raids"


TREES = {
    "parent": "code,parent\nPush,\nThe life,push\nBoredom,The life\nPull,\n",
    "parent path": "code,parent\nPush,\nThe life,push\nBoredom,push/the life\nPull,\n",
    "parents below": "code,parent\nBoredom,the-life\nThe life,push\nPush,\nPull,\n",
    "paths": "code\nPush/The life/Boredom\nPull\n",
    "path column": "path,definition\nPush/The life/Boredom,\nPull,\n",
    "outline": "level 1,level 2,level 3\nPush,,\n,The life,\n,,Boredom\nPull,,\n",
    "repeated": "livello 1,livello 2,livello 3\nPush,,\nPush,The life,Boredom\nPull,,\n",
}


@pytest.mark.parametrize("tree", TREES)
def test_one_tree_three_ways_to_write_it(tree):
    """Parents, paths and indented columns all give the same tree in the same order."""
    codes = read_csv_codebook(TREES[tree].encode()).codes

    assert [(code.path, code.label) for code in codes] == [
        ("push", "Push"),
        ("push/the-life", "The life"),
        ("push/the-life/boredom", "Boredom"),
        ("pull", "Pull"),
    ]


def problems_of(data: bytes, read=read_csv_codebook) -> dict[str, str]:
    """What is wrong with a file, by place."""
    with pytest.raises(BadCodebook) as caught:
        read(data)
    return {problem.where: problem.what for problem in caught.value.problems}


def test_a_tree_that_cannot_stand_is_named_by_row():
    """Unknown parents, circles, doubles and two places for one code each name their row."""
    found = problems_of(b"code,parent\na,b\nb,c\nc,a\nd,nowhere\ne,\ne,a\nf,f\n")

    assert found["row 2"].endswith("a > b > c > a")
    assert "parent of d" in found["row 5"]
    assert "already at row 6" in found["row 7"]
    assert found["row 8"].endswith("f > f")
    assert "elsewhere it stands under a" in problems_of(b"code\na/b\nc/b/d\n")["row 3"]


def test_a_tree_as_deep_as_a_well_is_refused():
    """Thousands of codes one below the other are refused, and quickly."""
    rows = ["code,parent", "c0,"] + [f"c{n},c{n - 1}" for n in range(1, 3000)]

    assert "levels deep" in problems_of("\n".join(rows).encode())["row 14"]


def test_variables_and_choices_in_a_workbook():
    """Variables take their choices in a cell or on a sheet of their own, translations too."""
    data = workbook(
        Codici=[["Codice", "Etichetta (ar)"], ["Noia", "الملل"]],
        Variabili=[
            ["Variabile", "Tipo", "Scelte", "Minimo", "Identificante", "Mancanti"],
            ["Sesso", "nominale", "f=Donna; m=Uomo", None, "sì", "rifiutato"],
            ["Età", "numero", None, 18, True, None],
            ["Ruolo", "insieme", None, None, None, "-"],
        ],
        Scelte=[["variabile", "scelta", "label: fr"], ["ruolo", "Cuoco", "Cuisinier"]],
        **{"# appunti": [["what", "ever"], ["it", "says"]]},
    )
    codebook = read_xlsx_codebook(data, title="motivi")
    sex, age, role = codebook.variables

    assert codebook.title == "motivi"
    assert codebook.codes[0].labels == {"ar": "الملل"}
    assert [c.label for c in sex.choices] == ["Donna", "Uomo"]
    assert sex.missing == ("refused",)
    assert sex.identifying
    assert (age.kind, age.minimum, age.identifying) == ("number", 18.0, True)
    assert (role.choices[0].name, role.choices[0].labels) == ("cuoco", {"fr": "Cuisinier"})
    assert role.missing == ()


def test_a_csv_of_variables_is_known_by_its_headings():
    """A lone CSV with a kind column holds variables, whatever its name."""
    codebook = read_csv_codebook(b"name,kind,choices\nsex,nominal,f; m\n")

    assert not codebook.codes
    assert [c.name for c in codebook.variables[0].choices] == ["f", "m"]


def test_an_unknown_column_is_never_dropped_silently():
    """A heading nobody knows is named, unless it is empty below or marked with # as a note."""
    assert "column 2 is not known" in problems_of(b"code,defnitoin?\na,b\n")["row 1"]
    assert "column 3 means the same" in problems_of(b"code,color,colour\na,#fff,#000\n")["row 1"]
    assert read_csv_codebook(b"code,#mine,later\na,note,\n").codes[0].name == "a"


def test_commas_between_choices_are_noticed():
    """Choices parted by commas would be one long choice; the person is told to use semicolons."""
    assert "semicolons" in problems_of(b'name,kind,choices\nsex,nominal,"f, m"\n')["row 2"]


def test_choices_of_no_variable_are_named():
    """A choice that belongs to nothing is a slip, and is said to be one."""
    data = workbook(
        variables=[["variable", "kind"], ["age", "number"]],
        choices=[["variable", "choice"], ["sexx", "f"]],
    )

    assert "no variable" in problems_of(data, read_xlsx_codebook)["sheet choices, row 2"]


def test_old_encodings_are_read():
    """A sheet saved by an older Excel, in Latin or in UTF-16, keeps its accents."""
    for encoding in ("cp1252", "utf-16", "utf-8"):
        assert read_csv_codebook("code\nPerché\n".encode(encoding)).codes[0].label == "Perché"


def test_hostile_workbooks_are_refused():
    """What is no workbook, unpacks without end or brings a document type is refused."""

    def repacked(name: str, content: bytes) -> bytes:
        out = io.BytesIO(workbook(codes=[["code"], ["a"]]))
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr(name, content)
        return out.getvalue()

    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    good = workbook(codes=[["code"], ["a"]])
    cases = {
        "no .xlsx": b"PK not really",
        "unpacks": repacked("xl/big.bin", b"\0" * 100_000_001),
        "document type": repacked("xl/evil.xml", entity),
        "damaged": good[: len(good) // 2],
    }
    for what, data in cases.items():
        assert what in " ".join(problems_of(data, read_xlsx_codebook).values())


def test_too_many_rows_are_refused():
    """A sheet longer than any codebook is refused with its name."""
    rows = b"code\n" + b"".join(b"c%d\n" % n for n in range(20_001))

    assert "more than 20000 rows" in " ".join(problems_of(rows).values())


def test_a_far_away_cell_costs_nothing():
    """One cell in the last corner of a sheet is no reason to read a million empty rows."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(codes=[["code"], ["a"]])))
    book["codes"].cell(1_048_576, 16_384, "x")
    out = io.BytesIO()
    book.save(out)

    assert "rows" in " ".join(problems_of(out.getvalue(), read_xlsx_codebook).values())


def test_unknown_paths_and_endings_are_refused(tmp_path):
    """A missing file and a strange ending are told with what would be right."""
    (tmp_path / "codes.docx").write_bytes(b"x")
    for path in (tmp_path / "none.yaml", tmp_path / "codes.docx", tmp_path):
        with pytest.raises(NoCodebookFile, match=r"\.yaml"):
            read_codebook(path)
    with pytest.raises(NoCodebookFile):
        write_codebook(read_codebook("reasons-for-joining"), tmp_path / "codes.txt")
    with pytest.raises(NoCodebookFile, match="folder"):
        write_codebook(read_codebook("reasons-for-joining"), tmp_path / "no" / "codes.csv")
