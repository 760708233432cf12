import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { SectionBoundary } from "./section-boundary";

const boundary = (title: string, children: string) => new SectionBoundary({ title, children });
const thrown = Object.assign(new Error("An error occurred in the Server Components render."), { digest: "3219876543" });

it("what is thrown inside stands as a sentence with its reference in the place of the section", () => {
  const own = boundary("Work due", "rows");
  expect(own.render()).toBe("rows");
  own.state = { ...own.state, ...SectionBoundary.getDerivedStateFromError(thrown) };
  const text = renderToStaticMarkup(own.render())
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
  expect(text).toBe(" Work due This section could not be loaded. The rest of the page is complete. Reference 3219876543 ");
});

it("it is tried again when the page is drawn anew, and not before", () => {
  const failed = { error: thrown, children: "rows" };
  expect(SectionBoundary.getDerivedStateFromProps({ title: "Work due", children: "rows" }, failed)).toBeNull();
  expect(SectionBoundary.getDerivedStateFromProps({ title: "Work due", children: "new rows" }, failed)).toEqual({
    error: null,
    children: "new rows",
  });
});
