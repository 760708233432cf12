/** The content of a mail before it becomes text or HTML. Links are absolute. */
export type MailItem = { text: string; detail?: string; href?: string };
export type MailContent = {
  title: string;
  /** Shown above everything else. */
  lead?: string;
  sections: readonly { heading: string; items: readonly MailItem[] }[];
  /** One button-like link after the sections. */
  action?: { label: string; href: string };
  /** Small print: why the mail was sent, and how to stop it. */
  foot: string;
  footLink?: { label: string; href: string };
};

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Escapes text for anywhere in HTML, including quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);

/** One line, for a subject or a name in a header. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 200);

const link = (href: string, label: string) => {
  // Only web addresses: typed text never becomes "javascript:".
  if (!/^https?:\/\//.test(href)) return escapeHtml(label);
  return `<a href="${escapeHtml(href)}" style="color:#1d4ed8">${escapeHtml(label)}</a>`;
};

/** The same content as plain text and as simple HTML without scripts, images or anything that is fetched. */
export function renderMail(content: MailContent): { text: string; html: string } {
  return { text: asText(content), html: asHtml(content) };
}

function asText({ title, lead, sections, action, foot, footLink }: MailContent): string {
  const lines = [title, ""];
  if (lead !== undefined) lines.push(lead, "");
  for (const { heading, items } of sections) {
    lines.push(`${heading} (${items.length})`);
    for (const item of items) {
      lines.push(`- ${oneLine(item.text)}${item.detail === undefined ? "" : `, ${oneLine(item.detail)}`}`);
      if (item.href !== undefined) lines.push(`  ${item.href}`);
    }
    lines.push("");
  }
  if (action !== undefined) lines.push(`${action.label}: ${action.href}`, "");
  lines.push("-- ", foot);
  if (footLink !== undefined) lines.push(`${footLink.label}: ${footLink.href}`);
  return `${lines.join("\n")}\n`;
}

function asHtml({ title, lead, sections, action, foot, footLink }: MailContent): string {
  const item = ({ text, detail, href }: MailItem) =>
    `<li style="margin:0 0 6px">${href === undefined ? escapeHtml(text) : link(href, text)}${
      detail === undefined ? "" : `<br><span style="color:#555">${escapeHtml(detail)}</span>`
    }</li>`;
  const section = ({ heading, items }: MailContent["sections"][number]) =>
    `<h2 style="font-size:15px;margin:20px 0 6px">${escapeHtml(heading)} (${items.length})</h2><ul style="margin:0;padding-left:18px">${items.map(item).join("")}</ul>`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escapeHtml(title)}</title></head>`,
    '<body style="font-family:system-ui,sans-serif;font-size:14px;line-height:1.45;color:#111;max-width:640px">',
    `<h1 style="font-size:18px;margin:0 0 8px">${escapeHtml(title)}</h1>`,
    lead === undefined ? "" : `<p>${escapeHtml(lead)}</p>`,
    ...sections.map(section),
    action === undefined ? "" : `<p style="margin-top:20px">${link(action.href, action.label)}</p>`,
    `<p style="margin-top:24px;font-size:12px;color:#555">${escapeHtml(foot)}${footLink === undefined ? "" : ` ${link(footLink.href, footLink.label)}`}</p>`,
    "</body></html>",
  ].join("\n");
}
