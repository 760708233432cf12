import net from "node:net";

export type SunkMail = { to: string[]; headers: Record<string, string>; body: string; raw: string };

/** A mail server on the loopback that keeps its mails. While `refuse` returns true it answers 451 to whole mails. */
export async function smtpSink({ refuse = () => false, delayMs = 0 }: { refuse?: () => boolean; delayMs?: number } = {}) {
  const mails: SunkMail[] = [];
  const server = net.createServer((socket) => {
    socket.setEncoding("utf8").on("error", () => {});
    let pending = "";
    let to: string[] = [];
    let reading = false;
    const say = (line: string) => socket.writable && socket.write(`${line}\r\n`);
    say("220 sink");
    socket.on("data", (chunk: string) => {
      pending += chunk;
      for (;;) {
        const end = reading ? pending.indexOf("\r\n.\r\n") : pending.indexOf("\r\n");
        if (end < 0) return;
        const line = pending.slice(0, end);
        pending = pending.slice(end + (reading ? 5 : 2));
        if (reading) {
          reading = false;
          if (refuse()) say("451 not now");
          else {
            mails.push(mailOf(line, to));
            setTimeout(() => say("250 kept"), delayMs);
          }
        } else if (/^EHLO|^HELO/i.test(line)) say("250 sink");
        else if (/^RCPT TO:/i.test(line)) {
          to.push(/<(.*)>/.exec(line)?.[1] ?? "");
          say("250 ok");
        } else if (/^DATA/i.test(line)) {
          reading = true;
          say("354 go on");
        } else if (/^QUIT/i.test(line)) {
          say("221 bye");
          socket.end();
        } else {
          if (/^MAIL FROM/i.test(line)) to = [];
          say("250 ok");
        }
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `smtp://127.0.0.1:${address.port}/?ignoreTLS=true`, mails, close: () => new Promise((done) => server.close(done)) };
}

function mailOf(raw: string, to: string[]): SunkMail {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const headers: Record<string, string> = {};
  for (const line of head.replace(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const [name = "", ...value] = line.split(":");
    headers[name.toLowerCase()] = value.join(":").trim();
  }
  const body = rest
    .join("\r\n\r\n")
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { to, headers, body, raw };
}
