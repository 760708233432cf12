import "server-only";
import { now } from "@/lib/clock";
import { inText, listReaders } from "@/lib/platform/authz/readers";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { loadAllowed } from "@/lib/platform/commands/entity";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { notify } from "@/lib/platform/notices/notify";
import { mentionedIn } from "../mention-text";
import type { WriteCommentInput } from "../schema";
import { COMMENTED } from "../subject";

/** Maximum number of people mentioned in one comment. */
const MENTIONS = 20;

type Named = { id: string; name: string }[];
const write = defineCommand({
  verb: "comment.write",
  audit: "comment.write",
  entity: COMMENTED,
  at: ({ about }: WriteCommentInput & { named: () => Named }) => about,
  guard: "key",
  run: async ({ tx, sql, viewer, input: { about, body, named }, id }) => {
    const people = named();
    await tx.comment.create({
      data: { id, subjectType: about.type, subjectId: about.id, authorId: viewer.personId, body, at: now() },
      select: { id: true },
    });
    if (people.length > 0) await tx.commentMention.createMany({ data: people.map((person) => ({ commentId: id, personId: person.id })) });
    await notify(
      sql,
      viewer,
      people.map((person) => ({ personId: person.id, kind: "mentioned", subject: { type: "comment", id } })),
    );
    return { before: null, after: { body, ...(people.length > 0 && { mentions: people.map((person) => person.name).join(", ") }) } };
  },
});

/**
 * Writes a comment on anything that takes comments, open or closed. Its text is never changed. People mentioned with "@" who may read its
 * subject are notified; any other name stays plain text, so that writing one reveals nothing about who exists.
 */
export async function writeComment(viewer: Viewer, input: WriteCommentInput): Promise<{ id: string }> {
  const named = input.body.includes("@") ? await readersNamed(viewer, input) : [];
  // The mentioned people depend on who works here at the moment, so they are not part of the input that a second submission is compared
  // with.
  return write(viewer, { ...input, named: () => named });
}

/** Runs before the write, because only the installation knows who may read; none of it is shown to somebody who may not write here. */
async function readersNamed(viewer: Viewer, { about, body }: WriteCommentInput): Promise<Named> {
  const place = await reading(viewer, (tx) => loadAllowed(onTx(tx), viewer, COMMENTED, { verb: "comment.write", key: about }));
  return mentionedIn(body, await listReaders(place, place.reads, inText(body), 200)).slice(0, MENTIONS);
}
