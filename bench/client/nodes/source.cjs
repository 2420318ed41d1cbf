// The start of the wire: hands itself to the benchmark, which sends through it.
module.exports = function (RED) {
  RED.nodes.registerType("bench-source", function (config) {
    RED.nodes.createNode(this, config);
    RED.settings.bench.sources.push(this);
  });
};
