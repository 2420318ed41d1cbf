import assert from "node:assert/strict";
import { broker, house } from "./house";
import { useEditor } from "./use-editor";

const URI = "node-config-input-uri";

const explained: readonly { uri: string; words: RegExp; level?: string }[] = [
  { uri: "", words: /^Host name or address; paste a whole URI if you have one\./, level: "info" },
  { uri: "mqtt://homeassistant.local", words: /^homeassistant\.local, port 1883, not encrypted/ },
  { uri: "ssl://[::1]:8884", words: /^::1, port 8884, encrypted/ },
  { uri: "wss://broker.lan/mqtt", words: /^broker\.lan, port 443, WebSocket, encrypted, path \/mqtt/ },
  { uri: "192.168.1.10", words: /^Will become mqtt:\/\/192\.168\.1\.10 \(not encrypted, port 1883\)\./, level: "info" },
  { uri: "::1", words: /^Will become mqtt:\/\/\[::1\] \(/, level: "info" },
  { uri: "mqtt://a.lan, mqtts://b.lan", words: /^2 addresses, tried in order\.\nNo separate fields: .*several/ },
  {
    uri: "${MQTT_URL}",
    words: /^Taken from the environment variable MQTT_URL when the flow starts\.\nNo separate fields: .*environment/,
    level: "info",
  },
  {
    uri: "mqtts://${HOST}:${PORT}",
    words: /^\$\{HOST\}, port \$\{PORT\}, encrypted\nFrom the environment when the flow starts: HOST, PORT\./,
    level: "info",
  },
  {
    uri: "mqtt://hub?keepalive=30&clientId=attic&clean=false",
    words: /^hub.*\nThe address wins over the fields: client ID attic, keepalive 30 s, session kept\./,
  },
  { uri: "mqtt://hub?keepalve=30", words: /^hub.*\nColumn 12: .*Did you mean keepalive\?/, level: "warning" },
  { uri: "ws://hub", words: /^hub.*\nColumn 9: there is no path\. Many brokers want \/mqtt/, level: "warning" },
  { uri: "mqtt://anna:s3cret@hub", words: /will move to the fields below\./, level: "info" },
];

describe("The address of a broker", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: house, env: { KEEPALIVE: "60" } });

  beforeEach(() => editor().edit("broker"));

  for (const { uri, words, level = "ok" } of explained) {
    it(`is explained while it is typed: '${uri}'`, async () => {
      await editor().field(URI).fill(uri);
      await editor().says(URI, words);
      assert.equal(await editor().hint(URI).getAttribute("data-level"), level);
      assert.equal(await editor().field(URI).getAttribute("aria-invalid"), "false");
    });
  }

  it("becomes a URI when a bare host is left", async () => {
    await editor().field(URI).fill("192.168.1.10");
    await editor().field(URI).blur();
    assert.equal(await editor().field(URI).inputValue(), "mqtt://192.168.1.10");
    await editor().says(URI, /^192\.168\.1\.10, port 1883/);
  });

  for (const { uri, tidied } of [
    { uri: "mqtt://anna:s3%2Fcret@broker.lan:1884", tidied: "mqtt://broker.lan:1884" },
    { uri: "mqtt://anna:s3%2Fcret@${HOST}", tidied: "mqtt://${HOST}" },
    { uri: "mqtt://a.lan,mqtt://anna:s3%2Fcret@b.lan", tidied: "mqtt://a.lan,mqtt://b.lan" },
  ]) {
    it(`gives user name and password to their fields: ${uri.replace("s3%2Fcret", "...")}`, async () => {
      await editor().field(URI).fill(uri);
      await editor().field(URI).blur();
      assert.equal(await editor().field(URI).inputValue(), tidied);
      assert.equal(await editor().field("node-config-input-username").inputValue(), "anna");
      assert.equal(await editor().field("node-config-input-password").inputValue(), "s3/cret");
      await editor().says(URI, /^User name and password were moved to the fields below\./);
      await editor().done();
      assert.deepEqual(await editor().saved("broker"), { ...broker, uri: tidied });
    });
  }

  it("gives a user name alone to its field, and no password of somebody else's with it", async () => {
    await editor().field("node-config-input-username").fill("alice");
    await editor().field("node-config-input-password").fill("hers");
    await editor().field(URI).fill("mqtt://bob@hub");
    await editor().field(URI).blur();
    assert.equal(await editor().field("node-config-input-username").inputValue(), "bob");
    assert.equal(await editor().field("node-config-input-password").inputValue(), "");
  });

  for (const uri of ["mqtt://@hub", "mqtt://anna:@hub"]) {
    it(`keeps a login that no fields can hold: ${uri}`, async () => {
      await editor().field(URI).fill(uri);
      await editor().field(URI).blur();
      assert.equal(await editor().field(URI).inputValue(), uri);
    });
  }

  it("leaves a URI in the query as it is", async () => {
    await editor().field(URI).fill("ws://u:p@hub/mqtt?r=http://me@x");
    await editor().field(URI).blur();
    assert.equal(await editor().field(URI).inputValue(), "ws://hub/mqtt?r=http://me@x");
  });

  it("must not hold a password, beside a variable either", async () => {
    await editor().field(URI).fill("mqtts://anna:s3/cret@${MQTT_HOST}");
    await editor().field(URI).blur();
    await editor().says(URI, /password/i);
    assert.equal(await editor().field(URI).getAttribute("aria-invalid"), "true");
  });

  it("is a URI too when the dialog is closed from within the field", async () => {
    await editor().field(URI).fill("192.168.1.10");
    await editor().page.keyboard.press("Control+Enter");
    await editor().field(URI).waitFor({ state: "detached" });
    assert.deepEqual(await editor().saved("broker"), { ...broker, uri: "mqtt://192.168.1.10" });
  });

  it("shows the character that an error is about", async () => {
    await editor().field(URI).fill("mqtt://hub:99999");
    await editor().says(URI, /^Port 99999 is not between 1 and 65535 \(column 12\)/);
    await editor().follow(URI);
    const selected = await editor()
      .field(URI)
      .evaluate((input: HTMLInputElement) => [document.activeElement === input, input.selectionStart]);
    assert.deepEqual(selected, [true, 11]);
  });

  it("never repeats a password in what it says", async () => {
    for (const uri of ["mqtt://u:s3cret/x@hub", "mqtt://u:s3cret@:1", "mqtt://u:s3cret@hub:99999", "mqtt://u:s3cret"]) {
      await editor().field(URI).fill(uri);
      await editor().hint(URI).and(editor().page.locator('[data-level="error"]')).waitFor();
      assert.doesNotMatch((await editor().hint(URI).textContent()) ?? "", /s3cret/);
    }
  });

  it("says under a field that it wins over it", async () => {
    await editor().unfold("m2m-session");
    await editor().field(URI).fill("mqtt://hub?keepalive=30&clean=false&protocolVersion=5&connectTimeout=7");
    await editor().says("node-config-input-keepalive", /^The address wins: keepalive 30 s\.$/);
    await editor().says("node-config-input-session", /^The address wins: session kept\.$/);
    await editor().says("node-config-input-protocolVersion", /^The address wins: MQTT 5\.$/);
    await editor().says("node-config-input-clientId", /needs a client ID/);
    await editor().field(URI).fill("mqtt://hub?clean=false&clientId=attic");
    await editor().says("node-config-input-clientId", /^The address wins: client ID attic\.$/);
    await editor().hint("node-config-input-keepalive").waitFor({ state: "hidden" });
    await editor().unfold("m2m-away");
    await editor().field(URI).fill("mqtt://hub?connectTimeout=7");
    await editor().says("node-config-input-connectTimeout", /^The address wins: connect timeout 7 s\.$/);
  });
});
