/**
 * The other end of WorkerProcess: runs the command that is asked for and answers with its result.
 * `commands` are functions of one argument by name; a process whose parent is gone ends.
 */
export function serveCommands(commands) {
  process.on("message", async ({ request, command, argument }) => {
    try {
      process.send({ request, result: await commands[command](argument) });
    } catch (error) {
      process.send({ request, error: error.stack });
    }
  });
  process.on("disconnect", () => process.exit());
}
