// The end of the wire: tells the benchmark of each message.
module.exports = function (RED) {
  RED.nodes.registerType("bench-sink", function (config) {
    RED.nodes.createNode(this, config);
    const { bench } = RED.settings;
    this.on("input", (msg, send, done) => {
      bench.onArrival();
      done();
    });
  });
};
