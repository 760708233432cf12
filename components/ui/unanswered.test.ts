import { redirect } from "next/navigation";
import { expect, it } from "vitest";
import { unanswered } from "./unanswered";

const form = new FormData();
form.set("text", "what was typed");
form.set("password", "secret");
form.set("$ACTION_KEY", "k");

it("a refusal shows its own sentence, and the input stays", () => {
  expect(unanswered(new Error("This is too much to send at once."), form)).toEqual({
    status: "failed",
    message: "This is too much to send at once.",
    fieldErrors: {},
    values: { text: "what was typed" },
  });
});

it.each([
  ["a broken connection", new TypeError("Failed to fetch"), /cannot be reached/],
  ["an answer that is none", new Error("An unexpected response was received from the server."), /did not respond correctly/],
  ["a failure inside", Object.assign(new Error("minified"), { digest: "123" }), /did not respond correctly/],
  ["something that is no error", "oops", /did not respond correctly/],
])("%s has a sentence of its own", (_, error, sentence) => {
  expect(unanswered(error, form).message).toMatch(sentence);
});

it("a redirect is passed on", () => {
  let thrown: unknown;
  try {
    redirect("/sign-in");
  } catch (error) {
    thrown = error;
  }
  expect(() => unanswered(thrown, form)).toThrow("NEXT_REDIRECT");
});
