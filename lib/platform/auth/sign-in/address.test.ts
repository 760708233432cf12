import { describe, expect, it } from "vitest";
import { clientAddress, networkOf } from "./address";

describe("the address of a request", () => {
  it("is what the server's start wrote down, whatever else the request claims", () => {
    const sent = new Headers({ "x-client-address": "198.51.100.7", "x-forwarded-for": "203.0.113.1", forwarded: "for=203.0.113.2" });
    expect(clientAddress(sent)).toBe("198.51.100.7");
  });
  it("is unknown if nothing was written, or it is not an address", () => {
    expect(clientAddress(new Headers({ "x-forwarded-for": "203.0.113.1" }))).toBe("unknown");
    expect(clientAddress(new Headers({ "x-client-address": "somebody" }))).toBe("unknown");
  });
});

describe("the network that tries are counted by", () => {
  it.each([
    ["198.51.100.7", "198.51.100.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
    ["2001:db8:1:2::99", "2001:db8:1:2::"],
    ["2001:0db8:0001:0002::", "2001:db8:1:2::"],
    ["2001:db8::1", "2001:db8:0:0::"],
    ["fe80::", "fe80:0:0:0::"],
  ])("%s counts as %s", (address, network) => expect(networkOf(address)).toBe(network));
  it.each(["unknown", "127.0.0.1", "127.9.9.9", "::1"])("%s identifies nobody", (address) => expect(networkOf(address)).toBeNull());
});
