import { expect, it } from "vitest";
import { answerHeaders } from "./answer-headers";

it("a browser is told to stay with https if people reach the site that way, and only then", () => {
  expect(new Headers(answerHeaders("https://coo.company.example")).get("strict-transport-security")).toBe(
    "max-age=31536000; includeSubDomains",
  );
  expect(new Headers(answerHeaders("http://localhost:3000")).has("strict-transport-security")).toBe(false);
});
