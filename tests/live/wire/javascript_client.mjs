// The official JavaScript client against the echo application; prints what it saw as one JSON line.
import { io } from "socket.io-client";

const [url] = process.argv.slice(2);
const options = { transports: ["websocket"], reconnection: false, forceNew: true, timeout: 5000 };

const open = (namespace, more = {}) =>
  new Promise((resolve) => {
    const socket = io(url + namespace, { ...options, ...more });
    socket.on("connect", () => resolve(socket));
    socket.on("connect_error", (error) => resolve(error.message));
  });

const ask = (socket, ...event) => socket.timeout(5000).emitWithAck(...event);
const once = (socket, event) => new Promise((resolve) => socket.once(event, (...data) => resolve(data)));

const socket = await open("/");
const play = await open("/play", { auth: { pin: "1234" } });
const seen = {
  echo: await ask(socket, "echo", { text: "为有源头活水来" }),
  hot: await ask(play, "answer", { item: 1, choice: "a" }),
  late: await ask(play, "answer", { item: 1, choice: "later" }),
  refused: await open("/play", { auth: { pin: "0000" } }),
  nowhere: await open("/nowhere"),
};

socket.on("question", (question, answer) => answer(question.n * 7));
seen.asked = await ask(socket, "ask me");

const other = await open("/");
await ask(socket, "join", "js");
const heard = once(socket, "heard");
await ask(other, "shout", "js", "hello");
seen.heard = await heard;

const error = once(socket, "error");
socket.send(new Uint8Array([1, 2, 3]));
seen.binary = await error;

await new Promise((resolve) => setTimeout(resolve, 2500)); // longer than ping interval and timeout together
seen.alive = await ask(socket, "echo", "still here");

const away = once(socket, "disconnect");
socket.emit("send me away");
seen.away = (await away)[0];
other.disconnect();
play.disconnect();
console.log(JSON.stringify(seen));
