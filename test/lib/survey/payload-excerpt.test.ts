import assert from "node:assert/strict";
import { payloadExcerpt } from "../../../nodes/lib/survey/payload-excerpt";

describe("the excerpt of a payload", () => {
  it("is all of it where it fits, whatever characters it has", () => {
    for (const text of ["", "21.5", "Grüße, 世界 😀", "a\u0000b", "x".repeat(1_024)]) {
      assert.deepEqual(excerptOf(text, 1_024), [text, false, Buffer.byteLength(text)]);
    }
  });

  it("ends before the character that doesn't fit, however many bytes that has", () => {
    for (const character of ["é", "€", "😀"]) {
      const whole = "ab" + character;
      const bytes = Buffer.byteLength(whole);
      assert.deepEqual(excerptOf(`${whole}c`, bytes), [whole, false, bytes]);
      for (let most = 2; most < bytes; most += 1) assert.deepEqual(excerptOf(`${whole}c`, most), ["ab", false, 2]);
    }
  });

  it("is nothing where there is no room", () => {
    assert.deepEqual(excerptOf("😀", 0), ["", false, 0]);
    assert.deepEqual(excerptOf(Buffer.from([0xff]), 1), ["", true, 0]);
  });

  it("is the hex digits of the first bytes where it isn't UTF-8, also where only its end isn't", () => {
    assert.deepEqual(excerptOf(Buffer.from([0xc3, 0x28, 0x00]), 1_024), ["c32800", true, 6]);
    assert.deepEqual(excerptOf(Buffer.from([0xc3, 0x28, 0x00]), 5), ["c328", true, 4]);
    assert.deepEqual(excerptOf(Buffer.concat([Buffer.from("abc"), Buffer.from([0xf0])]), 4), ["6162", true, 4]);
  });

  function excerptOf(payload: string | Buffer, most: number): [text: string, isBinary: boolean, bytes: number] {
    const { text, isBinary, textBytes } = payloadExcerpt(Buffer.from(payload), most);
    return [text, isBinary, textBytes];
  }
});
