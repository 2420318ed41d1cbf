// The end of the wire for rosters: tells the benchmark of each.
module.exports = function (RED) {
  RED.nodes.registerType("bench-roster", function (config) {
    RED.nodes.createNode(this, config);
    const { bench } = RED.settings;
    this.on("input", (msg, send, done) => {
      bench.onRoster(msg.payload);
      done();
    });
  });
};
