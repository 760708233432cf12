import { describe, expect, it } from "vitest";
import { passwordProblem } from "./password-policy";

const about = ["Ada Lovelace", "ada@engines.example", "Analytical Engines"];

describe("a new password", () => {
  it.each([
    ["14 characters", "abk vnoe wpfrt"],
    ["129 characters", `${"ab cdq".repeat(21)}xyz`],
    ["one character", "aaaaaaaaaaaaaaaa"],
    ["a repeated word", "passwordpassword"],
    ["common words in a row", "Welcome-Admin-2024!"],
    ["a common word in disguise", "P@ssw0rd1234567890"],
    ["digits", "123456789012345"],
    ["a date of birth and a phone number", "19700101-5550123456"],
    ["rows of the keyboard", "qwertyuiopasdfghjkl"],
    ["the alphabet", "abcdefghijklmnop"],
    ["name and company", "AdaLovelace-Engines1"],
    ["the product", "coo command center 1"],
    ["a passphrase everybody knows", "correct horse battery staple"],
    ["a short word over and over", "zebra zebra zebra zebra"],
  ])("%s is refused", (_what, password) => {
    expect(passwordProblem(password, about)).not.toBeNull();
  });

  it.each([
    ["unrelated words", "kettle under violet tramway"],
    ["15 random letters", "hvqzmtkwbyrdxnp"],
    ["another script", "Fenster über dem Hafen стол"],
    ["128 characters", "kettle under violet tramway mug ".repeat(4)],
    ["one common word among others", "my secret giraffe paints tramways"],
  ])("%s is accepted", (_what, password) => {
    expect(passwordProblem(password, about)).toBeNull();
  });
});
