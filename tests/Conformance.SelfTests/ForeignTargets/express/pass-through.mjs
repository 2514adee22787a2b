// A gateway as one writes it in ten minutes: express.json() with its defaults, and fetch to the upstream.
import express from "express";

const [, , port, upstream] = process.argv;
const hopByHop = new Set(["host", "connection", "content-length", "expect", "keep-alive", "transfer-encoding", "content-encoding"]);
const forwarded = (fields) => Object.entries(fields).filter(([name]) => !hopByHop.has(name));

const app = express();
app.use(express.json());
app.use("/v1", async (request, response) => {
  const answer = await fetch(upstream + request.originalUrl, {
    method: request.method,
    headers: forwarded(request.headers),
    body: request.body === undefined ? undefined : JSON.stringify(request.body),
    redirect: "manual",
  });
  for (const [name, value] of forwarded(Object.fromEntries(answer.headers))) {
    response.set(name, value);
  }

  response.status(answer.status).send(Buffer.from(await answer.arrayBuffer()));
});
app.listen(Number(port), "127.0.0.1");
