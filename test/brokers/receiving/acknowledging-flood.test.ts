import assert from "node:assert/strict";
import { startNodeRed, type RealNodeRed } from "../../support/real-node-red";
import { startPeer, type ScriptedPeer } from "../../support/scripted-peer";
import { FloodingBroker, floodedFlow, MOST } from "./flooding-broker";

const PATIENCE = 60_000;
const MESSAGES = 20_000;

/** Messages that a broker may be let send ahead of all acknowledgements. */
const WINDOW = 1_000;

describe("20,000 messages of 10 kB for a slow flow that acknowledges", function () {
  this.timeout(120_000);
  let peer: ScriptedPeer;
  let nodeRed: RealNodeRed;
  let broker: FloodingBroker;
  beforeEach(async () => {
    broker = new FloodingBroker(MESSAGES);
    peer = await startPeer(broker.take);
    nodeRed = await startNodeRed({ flow: floodedFlow(peer.uri) });
  });
  afterEach(async () => {
    await nodeRed.stop();
    await peer.stop();
  });

  it("are in it no more than maxUnacked at a time, wait at the broker, and leave the memory flat", async () => {
    const last = await broker.reports.next(({ count }) => count === MESSAGES, PATIENCE);
    assert.equal(last.most, MOST);
    assert.ok(broker.most <= WINDOW, `${broker.most} sent ahead`);
    // Let in faster than they go, most of them would be there: 150 MB.
    const { grown } = broker;
    assert.ok(grown < 50_000_000, `${Math.round(grown / 1e6)} MB more`);
  });
});
