import "server-only";
import { now } from "@/lib/clock";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { tell } from "@/lib/platform/notices/tell";
import { mentionedIn } from "../mention-text";
import { inText, listReaders } from "../readers";
import type { WriteCommentInput } from "../schema";
import { type About, openSubject } from "../subject";

/** So many people can be named in one comment. */
const MENTIONS = 20;

/**
 * A comment on a KPI or an initiative, open or closed. Its text is never changed. Whoever is named in it with "@" and may read what it is
 * about is told; a name of anybody else stays plain text, so that writing it says nothing about who there is.
 */
export async function writeComment(viewer: Viewer, input: WriteCommentInput): Promise<{ id: string }> {
  const { onceKey: _, body, ...about } = input;
  const named = body.includes("@") ? await readersNamed(viewer, about, body) : [];
  return writing(viewer, (tx) =>
    once(tx, viewer, "comment.write", input, async (id) => {
      const at = await openSubject(tx, viewer, about, "comment.write");
      await tx.comment.create({ data: { id, ...about, authorId: viewer.personId, body, at: now() }, select: { id: true } });
      if (named.length > 0) await tx.commentMention.createMany({ data: named.map((person) => ({ commentId: id, personId: person.id })) });
      await tell(
        onTx(tx),
        viewer,
        named.map((person) => ({ personId: person.id, kind: "mentioned", commentId: id, ...about })),
      );
      await appendAudit(onTx(tx), viewer, {
        action: "comment.write",
        subject: at.subject,
        departmentId: at.departmentId,
        before: null,
        after: { body, ...(named.length > 0 && { mentions: named.map((person) => person.name).join(", ") }) },
      });
    }),
  );
}

/** Asked before the write, since it is the installation that knows who may read; nothing of it is answered to who may not write here. */
async function readersNamed(viewer: Viewer, about: About, body: string) {
  const place = await writing(viewer, (tx) => openSubject(tx, viewer, about, "comment.write"));
  return mentionedIn(body, await listReaders(place, place.reads, inText(body), 200)).slice(0, MENTIONS);
}
