import assert from "node:assert/strict";
import { openTransport } from "../../../../nodes/lib/connection/transport/transport";
import type { Passage } from "../../../../nodes/lib/connection/transport/passage";
import { parseBrokerUri, type Protocol } from "../../../../nodes/lib/uri/broker-uri";
import { opensslMissing } from "../../../support/certificates";
import { Journal } from "../../../support/journal";
import { useNameService } from "../../../support/name-service";
import { needs } from "../../../support/needs";
import { useProxyBench } from "./proxy-bench";
import { identity, trust } from "./transport-bench";

describe("what a transport passes", () => {
  needs(opensslMissing());
  const names = useNameService();
  const { proxied, echo } = useProxyBench();

  /** Dials until the way is free. */
  async function passages(uri: string): Promise<Passage[]> {
    const passed: Passage[] = [];
    const ends = new Journal<"up" | Error>("ends of a way");
    const settings = {
      broker: parseBrokerUri(uri),
      tls: await trust(),
      websocket: { subprotocol: "mqtt", headers: {} },
    };
    const stream = openTransport(settings, {
      up: () => ends.add("up"),
      failed: (error) => ends.add(error),
      passed: (passage) => passed.push(passage),
    });
    stream.on("error", () => undefined);
    await ends.next();
    stream.destroy();
    return passed;
  }

  for (const [protocol, layers] of [
    ["mqtt", "name network"],
    ["mqtts", "name network tls"],
    ["ws", "name network websocket"],
    ["wss", "name network tls websocket"],
  ] as const satisfies readonly (readonly [Protocol, string])[]) {
    it(`is told layer by layer, with the address of the name: ${protocol}`, async () => {
      names.answer("localhost", ["127.0.0.1"]);
      const { port } = await echo(protocol, await identity());
      const passed = await passages(`${protocol}://localhost:${port}`);
      assert.equal(passed.map(({ layer }) => layer).join(" "), layers);
      assert.deepEqual(passed[0], { layer: "name", address: "127.0.0.1" });
    });

    it(`has no name where an address is dialled: ${protocol}`, async () => {
      const { port } = await echo(protocol, await identity());
      const passed = await passages(`${protocol}://127.0.0.1:${port}`);
      assert.equal(passed.map(({ layer }) => layer).join(" "), layers.replace("name ", ""));
    });

    it(`is a proxy in the place of name and network: ${protocol}`, async () => {
      const { port } = await echo(protocol, await identity("otherHost"));
      await proxied({ leadsTo: port });
      const passed = await passages(`${protocol}://broker.example`);
      assert.equal(passed.map(({ layer }) => layer).join(" "), layers.replace("name network", "proxy"));
    });
  }

  it("has the certificate of the server", async () => {
    const { port } = await echo("mqtts", await identity());
    const certificates = (await passages(`mqtts://localhost:${port}`)).map((passage) =>
      passage.layer === "tls" ? passage.certificate.subject.CN : undefined,
    );
    assert.equal(certificates.at(-1), "localhost");
  });

  it("ends where it fails", async () => {
    const { port } = await echo("mqtts", await identity("otherHost"));
    const passed = await passages(`mqtts://127.0.0.1:${port}`);
    assert.deepEqual(
      passed.map(({ layer }) => layer),
      ["network"],
    );
    names.answer("broker.example", "ENOTFOUND");
    assert.deepEqual(await passages("mqtt://broker.example"), []);
  });
});
