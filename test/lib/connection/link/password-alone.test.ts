import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { parser, writeToStream, type IConnectPacket, type Packet } from "mqtt-packet";
import { omitUserName } from "../../../../nodes/lib/connection/link/password-alone";

/** Of the shortest and the longest password, and where the length of the packet gets another byte [MQTT 5, 1.5.5]. */
const PASSWORDS = [1, 2, 101, 102, 103, 104, 105, 106, 16_357, 16_358, 16_359, 16_360, 65_535].map((length) =>
  "p".repeat(length),
);

const PINGREQ = Buffer.from([0xc0, 0]);

describe("a password alone [MQTT 5, 3.1.2.9]", () => {
  for (const password of PASSWORDS) {
    it(`goes with ${password.length} bytes, and no user name`, () => {
      const [connect, ...others] = sentWith(password) as IConnectPacket[];
      assert.deepEqual([connect?.username, connect?.password?.toString()], [undefined, password]);
      assert.deepEqual([connect?.clientId, connect?.keepalive, others], ["c", 7, []]);
    });
  }

  it("leaves what comes after CONNECT as it is", () => {
    const packets = sentWith("p", PINGREQ).map(({ cmd }) => cmd);
    assert.deepEqual(packets, ["connect", "pingreq"]);
  });
});

function sentWith(password: string, ...others: Buffer[]): Packet[] {
  const stream = new PassThrough({ highWaterMark: 1_000_000 });
  omitUserName(stream, password);
  const login = { username: "", password: Buffer.from(password) };
  const connect: IConnectPacket = { cmd: "connect", clientId: "c", keepalive: 7, clean: true, ...login };
  writeToStream({ protocolId: "MQTT", protocolVersion: 5, ...connect }, stream);
  for (const bytes of others) stream.write(bytes);
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: 5 });
  reader.on("packet", (packet: Packet) => packets.push(packet));
  stream.uncork();
  reader.parse(stream.read() as Buffer);
  return packets;
}
