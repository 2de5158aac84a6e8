// The least that a Lambda function in Node needs: the loop over the Runtime API, with the standard library alone.
import http from "node:http";

const version = "/2018-06-01/runtime/invocation/";
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, method, path, agent, headers: body ? { "Content-Length": Buffer.byteLength(body) } : {} }, (response) => {
      let text = "";
      response.on("data", (part) => (text += part));
      response.on("end", () => resolve([response.headers, text]));
    });
    request.on("error", reject);
    request.end(body);
  });
}

for (;;) {
  const [headers, text] = await call("GET", version + "next");
  JSON.parse(text);
  const error = JSON.stringify({ errorType: "InvalidArgument", errorMessage: "the event has no 'run_id'", stackTrace: [] });
  await call("POST", version + headers["lambda-runtime-aws-request-id"] + "/error", error);
}
