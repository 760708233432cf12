import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { SectionBoundary } from "./section-boundary";

const boundary = (title: string, children: string) => new SectionBoundary({ title, children });
const thrown = Object.assign(new Error("An error occurred in the Server Components render."), { digest: "3219876543" });

it("an error inside replaces the section with a sentence and its reference", () => {
  const own = boundary("Work due", "rows");
  expect(own.render()).toBe("rows");
  own.state = { ...own.state, ...SectionBoundary.getDerivedStateFromError(thrown) };
  const text = renderToStaticMarkup(own.render())
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
  expect(text).toBe(" Work due This section could not be loaded. The rest of the page is complete. Reference 3219876543 ");
});

it("it is retried when the page is rendered again, and not before", () => {
  const failed = { error: thrown, children: "rows" };
  expect(SectionBoundary.getDerivedStateFromProps({ title: "Work due", children: "rows" }, failed)).toBeNull();
  expect(SectionBoundary.getDerivedStateFromProps({ title: "Work due", children: "new rows" }, failed)).toEqual({
    error: null,
    children: "new rows",
  });
});
