import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { certificates, opensslMissing } from "../support/certificates";
import { freePort } from "../support/free-port";
import { Journal } from "../support/journal";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { startPeer } from "../support/scripted-peer";
import { startTlsBroker } from "../support/tls-broker";
import { CODE, hasRun } from "./hostile-code";
import { broker, houseAt } from "./house";
import { useEditor } from "./use-editor";

/** The editor's own API, as far as this test uses it; it exists in the browser only. */
declare const RED: { readonly settings: { user?: { readonly permissions: string } } };

const URI = "node-config-input-uri";
const USER = "node-config-input-username";
const PASSWORD = "node-config-input-password";

describe("Test connection", function () {
  this.timeout(60_000);
  needs(mosquittoMissing());
  needs(opensslMissing());
  const editor = useEditor({ env: { KEEPALIVE: "60" } });
  let guarded: Mosquitto;

  before(async () => {
    guarded = await startMosquitto({ users: { ada: "right" } });
    const credentials = { username: "ada", password: "right" };
    await editor().nodeRed.deploy(houseAt({ uri: guarded.uri, credentials }));
  });
  after(() => guarded.stop());
  beforeEach(() => editor().edit(broker.id));

  function panel(): Locator {
    return editor().field("m2m-trial");
  }

  function button(): Locator {
    return editor().field("m2m-test-connection");
  }

  /** What came of the test: how each layer ended, once it is over. */
  async function tested(): Promise<string[]> {
    await button().click();
    return result();
  }

  async function result(): Promise<string[]> {
    await button().getByText("Test connection").waitFor();
    const layers = await panel().locator(".m2m-layer").all();
    return Promise.all(
      layers.map(async (layer) => {
        const name = await layer.locator("span").first().textContent();
        return `${name ?? ""} ${(await layer.getAttribute("data-state")) ?? ""}`;
      }),
    );
  }

  function says(words: RegExp): Promise<void> {
    return panel().getByText(words).first().waitFor();
  }

  it("uses the stored password, says what the broker allows, and that it is old news after a change", async () => {
    assert.deepEqual(await tested(), ["Network passed", "Login passed"]);
    await says(
      /^Connected with MQTT 5\. The broker allows QoS 2, retained messages, wildcards, and shared subscriptions/,
    );
    await says(/port \d+ answers/);
    assert.equal(await panel().getAttribute("data-changed"), "false");
    await editor().field("node-config-input-name").fill("Hall");
    assert.equal(await panel().getAttribute("data-changed"), "false", "a name has no part in it");
    await editor().field(USER).fill("eve");
    await says(/^Changed since the test\.$/);
    assert.deepEqual(await editor().saved(broker.id), { ...broker, uri: guarded.uri }, "nothing is saved by it");
  });

  it("explains a wrong password, leads there, and passes with the right one, before anything is deployed", async () => {
    await editor().field(PASSWORD).fill("wrong");
    assert.deepEqual(await tested(), ["Network passed", "Login failed"]);
    await says(/not authorised|user name or password/i);
    await says(/user name or password are missing or wrong/);
    await panel().getByRole("button", { name: "go to the user name" }).click();
    await editor().page.locator(`#${USER}:focus`).waitFor();
    await editor().field(PASSWORD).fill("right");
    assert.deepEqual(await tested(), ["Network passed", "Login passed"]);
  });

  it("sends the stored password to no other address", async () => {
    const other = await startMosquitto();
    await editor().field(URI).fill(other.uri);
    await button().click();
    await says(/only used for the address that it was deployed with/);
    await panel().getByRole("button", { name: "go to the password" }).click();
    await editor().page.locator(`#${PASSWORD}:focus`).waitFor();
    await editor().field(PASSWORD).fill("");
    assert.deepEqual(await tested(), ["Network passed", "Login passed"]);
    await other.stop();
  });

  it("names the authority of a certificate that isn't trusted, and opens Encryption", async () => {
    const { server } = await certificates();
    const [cert, key] = await Promise.all([readFile(server.certificate), readFile(server.key)]);
    const secure = await startTlsBroker("mqtts", { cert, key });
    await editor().field(PASSWORD).fill("");
    await editor().field(URI).fill(`mqtts://localhost:${secure.port}`);
    assert.deepEqual(await tested(), ["Name passed", "Network passed", "Encryption failed", "Login untried"]);
    await says(/^certificate not trusted: certificate of localhost, issued by Test CA, valid to \d{4}-\d\d-\d\d$/);
    await panel().getByRole("button", { name: "open Encryption" }).click();
    await editor().page.locator("#m2m-encryption[open]").waitFor();
    await editor().field("node-config-input-verifyServer").uncheck();
    assert.deepEqual(await tested(), ["Name passed", "Network passed", "Encryption passed", "Login passed"]);
    await says(/^not verified: certificate of localhost, issued by Test CA/);
    await says(/The server isn't verified/);
    await says(/The broker doesn't speak MQTT 5/);
    await secure.stop();
  });

  it("goes through several addresses, and says which one took it", async () => {
    const nobody = await freePort();
    await editor().field(URI).fill(`mqtt://127.0.0.1:${nobody},${guarded.uri}`);
    await editor().field(PASSWORD).fill("right");
    assert.deepEqual(await tested(), ["Network failed", "Login untried", "Network passed", "Login passed"]);
    await says(new RegExp(`^mqtt://127.0.0.1:${nobody}$`));
    await says(/connection refused/);
    await says(new RegExp(`^Connected to ${guarded.uri} with MQTT 5`));
  });

  it("can be cancelled, and ends with the dialog", async () => {
    const said = new Journal<string>("packets said to the silent broker");
    const silent = await startPeer(({ cmd }) => said.add(cmd));
    await editor().field(PASSWORD).fill("");
    await editor().field(URI).fill(silent.uri);
    await button().click();
    await said.next((packet) => packet === "connect");
    await button().getByText("Cancel the test").waitFor();
    await button().click();
    await says(/^The test was cancelled\.$/);
    await silent.closed.next();

    await button().click();
    await said.next((packet) => packet === "connect");
    await editor().cancel();
    await silent.closed.next();
    await silent.stop();
  });

  it("is off, and says why, for those who may not deploy", async () => {
    await editor().cancel();
    await editor().page.evaluate(() => (RED.settings.user = { permissions: "read" }));
    await editor().edit(broker.id);
    await says(/needs the permission to deploy flows/);
    assert.equal(await button().isDisabled(), true);
    await editor().page.evaluate(() => delete RED.settings.user);
  });

  it("shows what a hostile broker says as text", async () => {
    const hostile = await startPeer(({ cmd }, connection) => {
      if (cmd === "connect") {
        connection.send({ cmd: "connack", sessionPresent: false, reasonCode: 135, properties: { reasonString: CODE } });
      }
    });
    await editor().field(PASSWORD).fill("");
    await editor().field(URI).fill(hostile.uri);
    assert.deepEqual(await tested(), ["Network passed", "Login failed"]);
    await says(/<img src=x onerror=/);
    assert.equal(await hasRun(editor()), false);
    await hostile.stop();
  });
});
