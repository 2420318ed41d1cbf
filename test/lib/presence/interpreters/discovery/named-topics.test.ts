import assert from "node:assert/strict";
import { assertLinear } from "../../../assert-linear";
import { House } from "../home-assistant-house";

const LAMP = "light/lamp";

describe("an entity of Home Assistant's discovery", () => {
  let house: House;

  beforeEach(() => {
    house = new House();
  });

  describe("shares topics with others", () => {
    it("and a topic is given up when nobody names it any more", () => {
      house.config(LAMP, { avty_t: "t" });
      house.config("light/second", { avty_t: "t" });
      house.config(LAMP, "");
      assert.deepEqual([...house.watched], ["t"]);
      assert.deepEqual(house.says("t", "online"), ["light/second online"]);
      house.config("light/second", { avty_t: "other" });
      assert.deepEqual([...house.watched], ["other"]);
    });

    it("and what a topic said is forgotten when it is given up", () => {
      house.config(LAMP, { avty_t: "t" });
      house.says("t", "online");
      house.config(LAMP, "");
      assert.deepEqual(house.config(LAMP, { avty_t: "t" }), [`${LAMP} unknown`]);
    });

    it("and what a topic said is forgotten when it says what nobody can read", () => {
      house.config(LAMP, { avty_t: "t" });
      house.says("t", "online");
      house.says("t", Buffer.from([0xff]));
      assert.deepEqual(house.config("light/second", { avty_t: "t" }), ["light/second unknown"]);
    });
  });

  it("takes part in a message of a bridge at a cost in proportion to the entities that name it", () => {
    assertLinear((size) => {
      const full = new House();
      const config = JSON.stringify({ avty: [{ t: "bridge", val_tpl: "{{ value_json.state }}" }] });
      for (let index = 0; index < size; index += 1) full.config(`light/${index}`, config);
      return () => full.says("bridge", '{"state":"online"}');
    });
  });

  it("has no more topics watched than 100,000, however many configs name; what is given up makes room for a config that comes again", () => {
    const topicsOf = (config: number): object => ({
      avty: Array.from({ length: 16 }, (_, index) => ({ t: `${config}/${index}` })),
    });
    for (let config = 0; config <= 6_250; config += 1) house.config(`light/${config}`, topicsOf(config));
    assert.equal(house.watched.size, 100_000);
    assert.ok(!house.watched.has("6250/0"));
    house.config("light/0", "");
    house.config("light/6250", topicsOf(6_250));
    assert.deepEqual(house.says("6250/0", "online"), ["light/6250 online"]);
  });
});
