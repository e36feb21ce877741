import { expect, test } from "vitest";
import { splitName } from "./author-name";

const person = (family: string, given: string, suffix?: string) => ({
  kind: "person",
  family,
  given,
  ...(suffix && { suffix }),
});

test.each([
  ["Ada Lovelace", person("Lovelace", "Ada")],
  ["Yann A. LeCun", person("LeCun", "Yann A.")],
  ["Jan van der Berg", person("van der Berg", "Jan")],
  ["Fabio de Sousa Ribeiro", person("de Sousa Ribeiro", "Fabio")],
  ["danah boyd", person("boyd", "danah")],
  ["Li  Fei-Fei", person("Fei-Fei", "Li")],
  ["Sammy Davis Jr.", person("Davis", "Sammy", "Jr.")],
  ["Sammy Davis, Jr.", person("Davis", "Sammy", "Jr.")],
  ["Henry Ford III", person("Ford", "Henry", "III")],
  ["Lovelace, Ada", person("Lovelace", "Ada")],
  ["李 明", person("李", "明")],
])("%s has a surname", (name, parts) => {
  expect(splitName(name)).toEqual(parts);
});

test.each([
  "Plato",
  "李明",
  "The ATLAS Collaboration",
  "Gemini Team",
  "Qwen Team",
  "OpenAI",
  "Mistral AI",
  "Meta Research",
  "Ada Lovelace and Charles Babbage",
  "Ada Lovelace et al.",
  "A, B, and C",
  "Berg,",
  "GPT 4",
  "",
])("%s stays whole", (name) => {
  expect(splitName(name)).toEqual({ kind: "whole", name });
});

test.each(["Mark Labonte", "Weiwei Ai", "Anders Andersson", "Sandy Groupe"])(
  "%s is a person, although it looks like a group's name",
  (name) => {
    expect(splitName(name).kind).toBe("person");
  },
);
