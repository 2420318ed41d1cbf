import assert from "node:assert/strict";
import { broker, house } from "./house";
import { useEditor } from "./use-editor";

const [URI, PROTOCOL, HOST, PORT, PATH, TOGETHER] = ["uri", "protocol", "host", "port", "path", "together"].map(
  (name) => `node-config-input-${name}`,
) as [string, string, string, string, string, string];

describe("The separate fields of a broker's address", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: house, env: { KEEPALIVE: "60" } });

  beforeEach(() => editor().edit("broker"));

  for (const uri of [
    "mqtt://localhost:1883",
    "ssl://broker.lan",
    "WSS://broker.lan:443/mqtt?token=a%2Fb&keepalive=30",
    "mqtt://[fe80::1%25eth0]:1884/left/alone",
    "mqtts://${USER}:${PASSWORD}@${HOST}:${PORT}",
  ]) {
    it(`show the same address, and leave it as it is: ${uri}`, async () => {
      await editor().field(URI).fill(uri);
      await editor().follow(URI);
      await editor().field(HOST).waitFor();
      await editor().follow(TOGETHER);
      assert.equal(await editor().field(URI).inputValue(), uri);
      assert.equal(await editor().field(HOST).isVisible(), false);
    });
  }

  for (const [entered, uri] of [
    ["${MQTT_HOST}:1884", "mqtt://${MQTT_HOST}:1884"],
    ["mqtts://${MQTT_HOST}", "mqtts://${MQTT_HOST}"],
  ] as const) {
    it(`take apart what is more than a host, variables or not: ${entered}`, async () => {
      await editor().follow(URI);
      await editor().field(HOST).fill(entered);
      await editor().field(HOST).blur();
      await editor().done();
      assert.equal((await editor().saved("broker"))["uri"], uri);
    });
  }

  it("leave a node alone that is looked at in both views", async () => {
    await editor().follow(URI);
    await editor().follow(TOGETHER);
    await editor().follow(URI);
    await editor().done();
    assert.deepEqual(await editor().saved("broker"), broker);
    assert.equal(await editor().isChanged(), false);
  });

  it("make an address of protocol, host, port and path", async () => {
    await editor().field(URI).fill("");
    await editor().follow(URI);
    assert.equal(
      await editor()
        .field(HOST)
        .evaluate((input) => document.activeElement === input),
      true,
    );
    await editor().says(TOGETHER, /^Enter the host name or address of the broker\./);
    await editor().field(HOST).fill("broker.lan");
    assert.equal(await editor().field(PORT).getAttribute("placeholder"), "1883");
    assert.equal(await editor().field(PATH).isVisible(), false);
    await editor().says(TOGETHER, /^mqtt:\/\/broker\.lan/);

    await editor().field(PROTOCOL).selectOption("wss");
    assert.equal(await editor().field(PORT).getAttribute("placeholder"), "443");
    await editor().field(PORT).fill("8084");
    await editor().field(PATH).fill("mqtt");
    await editor().says(TOGETHER, /^wss:\/\/broker\.lan:8084\/mqtt/);
    await editor().unfold("m2m-encryption");
    await editor().done();
    assert.deepEqual(await editor().saved("broker"), { ...broker, uri: "wss://broker.lan:8084/mqtt" });
  });

  it("keep the query, and the port only where it isn't the old protocol's own", async () => {
    await editor().field(URI).fill("ws://broker.lan:80/mqtt?keepalive=30");
    await editor().follow(URI);
    await editor().says(TOGETHER, /The address wins over the fields: keepalive 30 s\./);
    await editor().field(PROTOCOL).selectOption("mqtts");
    await editor().done();
    assert.deepEqual(await editor().saved("broker"), { ...broker, uri: "mqtts://broker.lan?keepalive=30" });
  });

  it("put an IPv6 address into brackets", async () => {
    await editor().follow(URI);
    await editor().field(HOST).fill("fe80::1%eth0");
    await editor().done();
    assert.deepEqual(await editor().saved("broker"), { ...broker, uri: "mqtt://[fe80::1%25eth0]:1883" });
  });

  it("take apart what is pasted into the host", async () => {
    await editor().follow(URI);
    await editor().field(HOST).fill("wss://anna:s3cret@cloud.example:8084/mqtt");
    await editor().field(HOST).blur();
    assert.equal(await editor().field(PROTOCOL).inputValue(), "wss");
    assert.equal(await editor().field(HOST).inputValue(), "cloud.example");
    assert.equal(await editor().field(PORT).inputValue(), "8084");
    assert.equal(await editor().field(PATH).inputValue(), "/mqtt");
    assert.equal(await editor().field("node-config-input-username").inputValue(), "anna");
    await editor().says(TOGETHER, /^User name and password were moved to the fields below\.\nwss:/);

    await editor().field(HOST).fill("hub.lan:1884");
    await editor().page.keyboard.press("Control+Enter");
    await editor().field(HOST).waitFor({ state: "detached" });
    assert.equal((await editor().saved("broker"))["uri"], "wss://hub.lan:1884/mqtt");
  });

  it("don't repeat a password that is being typed", async () => {
    await editor().follow(URI);
    await editor().field(HOST).fill("anna:s3cret@hub");
    await editor().hint(HOST).waitFor();
    assert.doesNotMatch((await editor().hint(HOST).textContent()) ?? "", /s3cret/);
    assert.doesNotMatch((await editor().hint(TOGETHER).textContent()) ?? "", /s3cret/);
  });

  it("give way to the one field when several addresses are pasted", async () => {
    await editor().follow(URI);
    await editor().field(HOST).fill("mqtt://a.lan,mqtt://b.lan");
    await editor().field(HOST).blur();
    await editor().says(URI, /^2 addresses, tried in order\./);
    assert.equal(await editor().field(HOST).isVisible(), false);
  });

  for (const { field, value, words } of [
    { field: HOST, value: "my host", words: /^Column 3: this is neither a host name nor an IP address/ },
    { field: HOST, value: "192.168.1.300", words: /neither a host name nor an IP address/ },
    { field: PORT, value: "99999", words: /^Port 99999 is not between 1 and 65535/ },
    { field: PATH, value: "/mq tt", words: /^Column 4: this character can't stand here/ },
  ]) {
    it(`say what is wrong where it is: ${field} '${value}'`, async () => {
      await editor().field(URI).fill("ws://broker.lan/mqtt");
      await editor().follow(URI);
      await editor().field(field).fill(value);
      await editor().says(field, words);
      assert.equal(await editor().field(field).getAttribute("aria-invalid"), "true");
      assert.notEqual(await editor().hint(TOGETHER).getAttribute("data-level"), "error");
    });
  }

  it("say what is wrong with a part that has no field", async () => {
    await editor().field(URI).fill("mqtt://hub?keepalive=30");
    await editor().follow(URI);
    await editor().field(PORT).fill("1884");
    await editor().says(TOGETHER, /^mqtt:\/\/hub:1884\?keepalive=30/);
    await editor().follow(TOGETHER);
    await editor().field(URI).fill("mqtt://hub?keepalive=often");
    await editor().says(URI, /the parameter keepalive can only be 0-65535/);
    assert.equal(await editor().hint(URI).getByText("separate fields").isVisible(), false);
  });
});
