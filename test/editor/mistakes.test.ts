import assert from "node:assert/strict";
import { house } from "./house";
import { useEditor } from "./use-editor";

const mistakes: readonly { node: string; field: string; value: string; reason: RegExp; fold?: string }[] = [
  { node: "input", field: "node-input-topic", value: "", reason: /^Enter a topic, or add an input\.$/ },
  { node: "input", field: "node-input-topic", value: "a/#/b", reason: /only allowed at the end/ },
  { node: "input", field: "node-input-topic", value: "+a/+a", reason: /'a' is used twice/ },
  { node: "output", field: "node-input-topic", value: "a/+", reason: /can't contain '\+' or '#'/ },
  { node: "broker", field: "node-config-input-uri", value: "mqtss://host", reason: /'mqtss'/ },
  { node: "broker", field: "node-config-input-uri", value: "mqtt://host:99999", reason: /Port 99999/ },
  { node: "broker", field: "node-config-input-uri", value: "mqtt://u:s3cret${PIN}@host", reason: /password/ },
  { node: "broker", field: "node-config-input-uri", value: "mqtt://u:s3/cret@host", reason: /^Column 12: .* as %2F/ },
  { node: "broker", field: "node-config-input-uri", value: "mqtt://", reason: /^The host is missing after/ },
  { node: "broker", field: "node-config-input-uri", value: "mqtss://${HOST}", reason: /Did you mean mqtts\?/ },
  { node: "broker", field: "node-config-input-uri", value: "192.168.1.300", reason: /neither a host name nor an IP/ },
  {
    node: "broker",
    field: "node-config-input-uri",
    value: "mqtt://a@host,mqtt://b@other",
    reason: /different user names or passwords/,
  },
  {
    node: "broker",
    field: "node-config-input-keepalive",
    value: "often",
    reason: /^Keepalive must be a whole number from 0 to 65535/,
    fold: "m2m-session",
  },
  {
    node: "broker",
    field: "node-config-input-messageTtl-number",
    value: "-1",
    reason: /^Keep waiting must be a whole number/,
    fold: "m2m-away",
  },
  {
    node: "broker",
    field: "node-config-input-drainRate-number",
    value: "1000001",
    reason: /^Send them must be a whole number from 0 to 1000000/,
    fold: "m2m-away",
  },
  {
    node: "broker",
    field: "node-config-input-receiveMaximum",
    value: "0",
    reason: /^In flight must be a whole number from 1/,
    fold: "m2m-limits",
  },
];

describe("A mistake in a dialog", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: house, env: { KEEPALIVE: "60" } });

  for (const { node, field, value, reason, fold } of mistakes) {
    it(`says under ${field} why '${value}' is invalid`, async () => {
      await editor().edit(node);
      if (fold !== undefined) await editor().unfold(fold);
      if (/messageTtl|drainRate/.test(field)) {
        await editor().field(field.replace("-number", "-limit")).selectOption("limit");
      }
      await editor().field(field).fill(value);
      const hint = editor().hint(field).filter({ hasText: reason });
      await hint.waitFor();
      assert.equal(await hint.getAttribute("data-level"), "error");
      assert.equal(await editor().field(field).getAttribute("aria-invalid"), "true");
    });
  }

  it("wants a client ID for a session that is kept", async () => {
    await editor().edit("broker");
    await editor().unfold("m2m-session");
    await editor().field("node-config-input-session").selectOption("keep");
    await editor().hint("node-config-input-clientId").filter({ hasText: "needs a client ID" }).waitFor();
    await editor().field("node-config-input-clientId").fill("hub");
    await editor().hint("node-config-input-clientId").filter({ hasText: "push each other out" }).waitFor();
  });

  it("opens the fold that holds an invalid value", async () => {
    await editor().edit("broker");
    await editor().unfold("m2m-session");
    await editor().field("node-config-input-keepalive").fill("often");
    await editor().done();
    await editor().edit("broker");
    await editor().field("node-config-input-keepalive").waitFor({ state: "visible" });
  });
});
