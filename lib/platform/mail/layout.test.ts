import { expect, it } from "vitest";
import { escapeHtml, oneLine, renderMail } from "./layout";

const hostile = `<img src=x onerror=alert(1)>"'&`;

it("text that people typed stays text in both forms", () => {
  const { text, html } = renderMail({
    title: hostile,
    lead: hostile,
    sections: [{ heading: hostile, items: [{ text: hostile, detail: hostile, href: "https://coo.example/kpis/1?a=1&b=2" }] }],
    foot: hostile,
  });
  expect(html).not.toMatch(/<img|onerror=alert\(1\)>/);
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;");
  expect(html).toContain('href="https://coo.example/kpis/1?a=1&amp;b=2"');
  expect(text).toContain(`- ${hostile}, ${hostile}\n  https://coo.example/kpis/1?a=1&b=2`);
});

it("only web addresses become links", () => {
  const { html } = renderMail({ title: "t", sections: [{ heading: "h", items: [{ text: "x", href: "javascript:alert(1)" }] }], foot: "f" });
  expect(html).not.toContain("javascript:");
});

it("a header is one line", () => {
  expect(oneLine("A\r\nBcc: someone@else.example")).toBe("A Bcc: someone@else.example");
  expect(escapeHtml("a<b")).toBe("a&lt;b");
});
