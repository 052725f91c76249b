import { describe, expect, it } from "vitest";
import { dateWords, type DateWords } from "./dates";

const words: DateWords = {
  season: (which, year) => `season ${which} of ${year}`,
  about: (date) => `about ${date}`,
  perhaps: (date) => `perhaps ${date}`,
  interval: (from, until) => `${from} to ${until}`,
  between: (from, until) => `between ${from} and ${until}`,
  since: (from) => `since ${from}`,
  until: (until) => `until ${until}`,
  or: "or",
};

describe("EDTF in words", () => {
  it.each([
    ["2014", "2014"],
    ["2014-09", "September 2014"],
    ["2014-09-21", "September 21, 2014"],
    ["2015-21", "season 21 of 2015"],
    ["2014-09~", "about September 2014"],
    ["2014?", "perhaps 2014"],
    ["2014%", "perhaps about 2014"],
    ["2014/2015-03", "2014 to March 2015"],
    ["2014-09/..", "since September 2014"],
    ["../2015", "until 2015"],
    ["[2014,2016]", "2014 or 2016"],
    ["[2014-01..2014-03]", "between January 2014 and March 2014"],
  ])("%s", (edtf, said) => expect(dateWords(edtf, "en", words)).toBe(said));

  it("leaves as it is written what has no short words", () => {
    for (const edtf of [
      "201X",
      "2014?-09",
      "2014-XX-01",
      "2014-09/",
      "2014-33",
      "{2014,2015}",
      "[..2014]",
    ]) {
      expect(dateWords(edtf, "en", words)).toBeNull();
    }
  });

  it("writes months in the language of the interface", () => {
    expect(dateWords("2014-09", "it", words)).toBe("settembre 2014");
  });
});
