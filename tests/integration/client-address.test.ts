import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { clientAddress, trustedProxies } from "../../scripts/client-address.mjs";

describe("the sender of a request", () => {
  it("is the other end of the connection, whatever the header claims, if no proxy is trusted", () => {
    expect(clientAddress("198.51.100.7", "203.0.113.1", 0)).toBe("198.51.100.7");
    expect(clientAddress("198.51.100.7", undefined, 0)).toBe("198.51.100.7");
    expect(clientAddress("::ffff:198.51.100.7", "203.0.113.1", 0)).toBe("198.51.100.7");
    expect(clientAddress(undefined, "203.0.113.1", 0)).toBe("unknown");
  });

  it("is what the outermost of our proxies wrote, not what comes before it", () => {
    expect(clientAddress("10.0.0.1", "203.0.113.1", 1)).toBe("203.0.113.1");
    expect(clientAddress("10.0.0.1", "1.1.1.1, 2.2.2.2 , 203.0.113.1", 1)).toBe("203.0.113.1");
    expect(clientAddress("10.0.0.2", "1.1.1.1, 203.0.113.1, 10.0.0.1", 2)).toBe("203.0.113.1");
    expect(clientAddress("10.0.0.2", ["1.1.1.1", "203.0.113.1, 10.0.0.1"], 2)).toBe("203.0.113.1");
    expect(clientAddress("10.0.0.1", "203.0.113.1:4711", 1)).toBe("203.0.113.1");
    expect(clientAddress("10.0.0.1", "[2001:DB8::1]:4711", 1)).toBe("2001:db8::1");
  });

  it("is the other end of the connection if the request did not come through all of them, or an entry is not an address", () => {
    expect(clientAddress("10.0.0.2", "203.0.113.1", 2)).toBe("10.0.0.2");
    expect(clientAddress("10.0.0.2", undefined, 1)).toBe("10.0.0.2");
    for (const entry of ["", "somebody", "203.0.113.1\0", "999.1.1.1", "1.1.1.1;"])
      expect(clientAddress("10.0.0.1", entry, 1)).toBe("10.0.0.1");
  });

  it("a number of proxies is 0 to 10, and 0 if not set", () => {
    expect([undefined, "", "0", "1", "10"].map(trustedProxies)).toEqual([0, 0, 0, 1, 10]);
    expect(["11", "-1", "1.5", "two", "1e1", " 1"].map(trustedProxies)).toEqual([null, null, null, null, null, null]);
  });
});

describe("a server started like the web server", () => {
  /** Returns the address the server found, with the given `TRUSTED_PROXIES`. */
  async function asked(trusted: string, headers: Record<string, string>): Promise<string> {
    const program = `require("node:http").createServer((q, r) => r.end(q.headers["x-client-address"] ?? "none"))
      .listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
    const child = spawn(process.execPath, ["--import", path.resolve("scripts/child.mjs"), "-e", program], {
      env: { NODE_ENV: "test", PATH: process.env.PATH ?? "", TRUSTED_PROXIES: trusted },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [port] = await once(createInterface({ input: child.stdout }), "line");
      return await new Promise((done, failed) =>
        http
          .get({ host: "127.0.0.1", port: Number(port), headers }, (answer) => answer.setEncoding("utf8").once("data", done))
          .once("error", failed),
      );
    } finally {
      child.kill("SIGKILL");
    }
  }
  const claims = { "x-client-address": "203.0.113.9", "x-forwarded-for": "203.0.113.8" };

  it("trusts no header by itself", async () => expect(await asked("0", claims)).toBe("127.0.0.1"));
  it("trusts the last entry behind one proxy", async () => expect(await asked("1", claims)).toBe("203.0.113.8"));
});
