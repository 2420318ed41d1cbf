import assert from "node:assert/strict";
import { house } from "./house";
import { useEditor } from "./use-editor";

interface Mistake {
  readonly field: string;
  readonly value: string;
  readonly reason: RegExp;
  readonly fold?: string;
}

const URI = "node-config-input-uri";
const TOPIC = "node-input-topic";

const MISTAKES: Readonly<Record<string, readonly Mistake[]>> = {
  input: [
    { field: TOPIC, value: "", reason: /^Enter a topic, or add an input\.$/ },
    { field: TOPIC, value: "a/#/b", reason: /only allowed at the end/ },
    { field: TOPIC, value: "+a/+a", reason: /'a' is used twice/ },
  ],
  output: [{ field: TOPIC, value: "a/+", reason: /can't contain '\+' or '#'/ }],
  broker: [
    { field: URI, value: "mqtss://host", reason: /'mqtss'/ },
    { field: URI, value: "mqtt://host:99999", reason: /Port 99999/ },
    { field: URI, value: "mqtt://u:s3cret${PIN}@host", reason: /password/ },
    { field: URI, value: "mqtt://u:s3/cret@host", reason: /^Column 12: .* as %2F/ },
    { field: URI, value: "mqtt://", reason: /^The host is missing after/ },
    { field: URI, value: "mqtss://${HOST}", reason: /Did you mean mqtts\?/ },
    { field: URI, value: "192.168.1.300", reason: /neither a host name nor an IP/ },
    { field: URI, value: "mqtt://a@host,mqtt://b@other", reason: /different user names or passwords/ },
    {
      field: "node-config-input-keepalive",
      value: "often",
      reason: /^Keepalive must be a whole number from 0 to 65535/,
      fold: "m2m-session",
    },
    {
      field: "node-config-input-messageTtl-number",
      value: "-1",
      reason: /^Keep waiting must be a whole number/,
      fold: "m2m-away",
    },
    {
      field: "node-config-input-drainRate-number",
      value: "1000001",
      reason: /^Send them must be a whole number from 0 to 1000000/,
    },
    {
      field: "node-config-input-receiveMaximum",
      value: "0",
      reason: /^In flight must be a whole number from 1/,
      fold: "m2m-limits",
    },
  ],
};

describe("A mistake in a dialog", function () {
  this.timeout(60_000);
  const editor = useEditor({ flow: house, env: { KEEPALIVE: "60" } });

  for (const [node, mistakes] of Object.entries(MISTAKES)) {
    it(`is explained under its field: ${node}`, async () => {
      await editor().edit(node);
      for (const { field, value, reason, fold } of mistakes) {
        if (fold !== undefined) await editor().unfold(fold);
        if (/messageTtl|drainRate/.test(field)) {
          await editor().field(field.replace("-number", "-limit")).selectOption("limit");
        }
        await editor().field(field).fill(value);
        const hint = editor().hint(field).filter({ hasText: reason });
        await hint.waitFor();
        assert.equal(await hint.getAttribute("data-level"), "error", value);
        assert.equal(await editor().field(field).getAttribute("aria-invalid"), "true", value);
      }
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
