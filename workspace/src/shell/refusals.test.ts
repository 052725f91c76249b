import { afterEach, describe, expect, it } from "vitest";
import { Refused, Unreachable } from "../api/client";
import { speak, type Language } from "../i18n/index.svelte";
import { line, told, worded, type Told } from "./refusals";

globalThis.document ??= { documentElement: {} } as Document;

async function toldIn(
  wanted: Language,
  error: string,
  message: string,
  remedy = "",
): Promise<Told> {
  await speak(wanted);
  return told(new Refused(422, error, message, remedy));
}

afterEach(() => speak("en"));

describe("a refusal", () => {
  it("is told in the library's own words in English", async () => {
    const remedy = "Choose another name; labels may be alike.";
    expect(await toldIn("en", "NameTaken", "There is a code fear already.", remedy)).toEqual({
      message: "There is a code fear already.",
      remedy,
      english: "",
    });
  });

  it("says the workspace's way where the library names a command, in English too", async () => {
    const { remedy } = await toldIn(
      "en",
      "NothingToUndo",
      "There is nothing of yours to undo.",
      "`relata history` x",
    );
    expect(remedy).toBe("The room History lists all revisions; choose one there.");
  });

  it("is told in the person's language, names and numbers kept", async () => {
    const italian = await toldIn(
      "it",
      "NameTaken",
      "There is a code fear already.",
      "Choose another name.",
    );
    expect(italian).toEqual({
      message: "Esiste già un codice fear.",
      remedy: "Scegli un altro nome.",
      english: "",
    });
  });

  it("names roles, acts and counted rows in words", async () => {
    const role = await toldIn(
      "it",
      "NotAllowed",
      "The role coder does not include this: codebook.write.",
    );
    expect(role.message).toBe(
      "Il ruolo codificatore non comprende questo: Cambiare il libro dei codici.",
    );
    const later = await toldIn("fr", "RestsOnIt", "Later rows rest on this revision: 2 of coding.");
    expect(later.message).toContain("2 codages");
    expect(later.english).toBe("");
  });

  it("keeps the English of a sentence that the catalogue does not know, after the general one", async () => {
    const codebook = await toldIn(
      "fr",
      "BadCodebook",
      "The codebook was not read, 1 problem:\n  line 3: no label",
    );
    expect(codebook.message).toBe("Le livre de codes n'a pas été lu : il contient des erreurs.");
    expect(codebook.english).toContain("line 3: no label");
    expect(line(codebook)).toBe(`${codebook.message} (${codebook.english})`);
  });

  it("of a kind without words stays as it is, with nothing lost", async () => {
    const strange = await toldIn("ar", "NeverHeardOf", "It is so.", "Do that.");
    expect(strange).toEqual({ message: "It is so.", remedy: "Do that.", english: "" });
  });

  it("keeps a closer remedy in English rather than a general one that may mislead", async () => {
    const file = await toldIn(
      "it",
      "NoCodebookFile",
      "The codebook file cannot be written there.",
      "Check the folder.",
    );
    expect(file.remedy).toBe("");
    expect(file.english).toBe("The codebook file cannot be written there. Check the folder.");
  });

  it("is known by its sentence where its kind is not told", async () => {
    await speak("it");
    const { message, remedy } = worded(
      "",
      "It is an encrypted PDF.",
      "Open it with its password and save it without.",
    );
    expect([message, remedy]).toEqual([
      "È un PDF cifrato.",
      "Aprilo con la sua password e salvalo senza.",
    ]);
  });

  it("is told as it stands where a sentence lies within a sentence", async () => {
    const value = await toldIn(
      "it",
      "BadValue",
      "born takes a date. The calendar has no such day.",
    );
    expect(value.message).toBe("born vuole una data. Nel calendario non c'è questo giorno.");
    const search = await toldIn(
      "fr",
      "BadExpression",
      "The expression cannot be read: a code is missing at its end.",
    );
    expect(search.message).toBe("L'expression ne peut être lue : il manque un code à la fin.");
  });

  it("keeps the direction of a foreign name within Arabic", async () => {
    const { message } = await toldIn("ar", "NotCodable", "The code fear only gathers others.");
    expect(message).toContain("\u2068fear\u2069");
  });

  it("of the form of a request is one kind, whatever the server calls it", async () => {
    const { message, english } = await toldIn(
      "it",
      "ValidationException",
      "The request does not have the form it has.",
    );
    expect([message, english]).toEqual(["La richiesta non ha la forma dovuta.", ""]);
  });
});

it("a server that does not answer is told in the person's language", async () => {
  await speak("it");
  expect(told(new Unreachable("x")).message).toBe("Il server non risponde.");
});
